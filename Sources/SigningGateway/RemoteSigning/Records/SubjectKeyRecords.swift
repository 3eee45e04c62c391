internal import Evidence
internal import Records

/// Which credential has a key: so that whoever knows a key finds it among a million.
struct CredentialKeyRecord: RegisterRecord, Hashable {
  static let register = "credential-keys"
  static let kind = RecordKind.credentialChanged

  let spkiSHA256: Digest
  let credential: String
  /// SHA-256 over the order by which an enrolment made the key; nil where none did.
  var enrolment: Digest?

  var key: String { spkiSHA256.hex }
  var owner: String? { nil }

  var json: JSONValue {
    .object([
      "schema": .integer(1), "key": .string(spkiSHA256.hex), "credential": .string(credential),
      "enrolment": .optional(enrolment?.hex),
    ])
  }
}

extension CredentialKeyRecord {
  init?(_ json: JSONValue) {
    guard let key = json["key"]?.text.flatMap({ Digest(sha256: $0) }), let credential = json["credential"]?.text else {
      return nil
    }
    var enrolment: Digest?
    if let text = json["enrolment"]?.text {
      guard let digest = Digest(sha256: text) else { return nil }
      enrolment = digest
    }
    self.init(spkiSHA256: key, credential: credential, enrolment: enrolment)
  }
}

/// The key under which others are wrapped, from the first of them on: another one in its place is never taken for it.
struct WrappingKeyRecord: RegisterRecord, Hashable {
  static let register = "wrapping-keys"
  static let kind = RecordKind.credentialChanged

  let name: CredentialRecord.WrappingKeyName

  var key: String { name.label }
  var owner: String? { nil }

  var json: JSONValue {
    .object([
      "schema": .integer(1), "label": .string(name.label), "ckaID": .string(Hex.encode(name.ckaID)),
      "checkValue": .optional(name.checkValue.map { Hex.encode($0) }),
    ])
  }
}

extension WrappingKeyRecord {
  init?(_ json: JSONValue) {
    guard let label = json["label"]?.text, let id = json["ckaID"]?.text.flatMap({ Hex.decode($0) }) else { return nil }
    var checkValue: [UInt8]?
    if let text = json["checkValue"]?.text {
      guard let bytes = Hex.decode(text) else { return nil }
      checkValue = bytes
    }
    self.init(name: CredentialRecord.WrappingKeyName(label: label, ckaID: id, checkValue: checkValue))
  }
}
