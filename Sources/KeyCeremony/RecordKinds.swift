internal import Records

/// What a transcript tells besides the journal's own kinds. Published, so never changed.
extension RecordKind {
  static let ceremonyStarted = RecordKind(rawValue: "ceremony-started")
  static let tokenOpened = RecordKind(rawValue: "token-opened")
  static let keyIntent = RecordKind(rawValue: "key-intent")
  static let keyGenerated = RecordKind(rawValue: "key-generated")
  /// A key was made and is not as required; it stays on the token as an orphan.
  static let keyRefused = RecordKind(rawValue: "key-refused")
  static let outputWritten = RecordKind(rawValue: "output-written")
  static let ceremonyClosed = RecordKind(rawValue: "ceremony-closed")
  static let ceremonyFailed = RecordKind(rawValue: "ceremony-failed")
}
