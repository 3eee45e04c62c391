/// Reads members of a register's spelling. A member that is not known is null, never missing.
struct RegisterFields {
  let json: JSONValue

  init(_ json: JSONValue) { self.json = json }

  /// `.some(nil)` where the member is null, nil where it is missing or cannot be read.
  func optional<Value>(_ name: String, _ read: (String) -> Value?) -> Value?? {
    switch json[name] {
    case .null: .some(nil)
    case .string(let text): read(text).map { .some($0) }
    default: nil
    }
  }

  /// The same of a member that older evidence does not have.
  func later(_ name: String) -> String?? { json[name] == nil ? .some(nil) : optional(name) { $0 } }

  func digest(_ name: String) -> Digest?? { optional(name, Digest.init(sha256:)) }
}

extension JSONValue {
  public static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}

extension Digest {
  /// Reads the hexadecimal of a SHA-256.
  public init?(sha256 text: String) {
    guard let digest = Hex.decode(text).flatMap({ Digest(algorithm: .sha256, bytes: $0) }) else { return nil }
    self = digest
  }
}
