/// Keys whose private halves are known or suspected, as the operator lists them: those of Debian's OpenSSL
/// (CVE-2008-0166), of specifications, of firmware, of own incidents.
///
/// The file has one key a line: SHA-256 over the SubjectPublicKeyInfo in hex, name, source, and the day of the entry
/// (`2026-11-20`), with a tab between them. Empty lines and lines that begin with `#` say nothing.
public struct KnownWeakKeys: Sendable, Hashable {
  public struct Entry: Sendable, Hashable {
    public let name: String
    public let source: String
    public let date: Instant

    public init(name: String, source: String, date: Instant) {
      self.name = name
      self.source = source
      self.date = date
    }
  }

  /// A line that is no entry. Nothing of such a file is used: a list that was cut short looks like a shorter list.
  public struct FormatError: Error, Sendable, Hashable, CustomStringConvertible {
    /// From 1 on.
    public let line: Int
    public let problem: String

    public var description: String { "line \(line): \(problem)" }
  }

  /// The most bytes that a list may have: some hundred thousand keys.
  public static let fileLimit = 32 << 20

  private let entries: [[UInt8]: Entry]

  public static let none = KnownWeakKeys([:])

  private init(_ entries: [[UInt8]: Entry]) { self.entries = entries }

  public init(text: String) throws(FormatError) {
    var entries: [[UInt8]: Entry] = [:]
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard !line.isEmpty, !line.hasPrefix("#") else { continue }
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard columns.count == 4 else {
        throw FormatError(line: index + 1, problem: "\(columns.count) columns, must be digest, name, source, date")
      }
      guard let digest = Hex.decode(columns[0]), digest.count == 32 else {
        throw FormatError(line: index + 1, problem: "the digest is no SHA-256 in hex")
      }
      guard !columns[1].isEmpty, !columns[2].isEmpty, let date = Instant(columns[3]) else {
        throw FormatError(line: index + 1, problem: "a name, a source and a day such as 2026-11-20 are needed")
      }
      let entry = Entry(name: columns[1], source: columns[2], date: date)
      guard entries.updateValue(entry, forKey: digest) == nil else {
        throw FormatError(line: index + 1, problem: "the digest stands there twice")
      }
    }
    self.init(entries)
  }

  public var count: Int { entries.count }

  /// The entry of the key with this SHA-256 over its SubjectPublicKeyInfo.
  public subscript(_ spkiSHA256: Digest) -> Entry? {
    spkiSHA256.algorithm == .sha256 ? entries[spkiSHA256.bytes] : nil
  }
}
