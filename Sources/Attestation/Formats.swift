public import Evidence

/// One kind of key-origin statement.
protocol AttestationFormat: SendableMetatype {
  /// The value of the statement's `format` member.
  static var name: String { get }
  /// Reads a statement that somebody sent and says what it is worth; it must not trust the statement's own word for it.
  static func appraise(received statement: JSONValue) throws(AttestationError) -> AttestedKey
}

/// The statements of key origin that this build can appraise. A new format is one line in `all`.
public enum Formats {
  static let all: [any AttestationFormat.Type] = [
    PKCS11Attributes.self
  ]

  /// The names that a statement's `format` member may have.
  public static var names: [String] { all.map { $0.name } }

  /// Appraises a statement that was sent to us, whatever its format.
  public static func appraise(received statement: JSONValue) throws(AttestationError) -> AttestedKey {
    guard case .object(let members) = statement, case .string(let name)? = members["format"] else {
      throw .unknownFormat("absent")
    }
    guard let format = all.first(where: { $0.name == name }) else { throw .unknownFormat(name) }
    return try format.appraise(received: statement)
  }
}
