internal import Evidence

/// Reads the members of one JSON object, each exactly once; what nobody asked for is an error.
struct StatementReader {
  private var members: [String: JSONValue]
  private let path: String

  init(_ value: JSONValue, path: String) throws(AttestationError) {
    guard case .object(let members) = value else {
      throw .malformed(path: path, found: "not an object", required: "an object")
    }
    self.members = members
    self.path = path
  }

  mutating func string(_ name: String) throws(AttestationError) -> String {
    guard case .string(let text) = try take(name) else { throw malformed(name, "not a string", "a string") }
    return text
  }

  /// Reads a string member through a failing conversion, such as `Truth(rawValue:)`.
  mutating func value<Value>(
    _ name: String, required: String, _ convert: (String) -> Value?
  ) throws(AttestationError) -> Value {
    let text = try string(name)
    guard let value = convert(text) else { throw malformed(name, text, required) }
    return value
  }

  /// Whether a member that need not be there is there.
  func has(_ name: String) -> Bool { members[name] != nil }

  mutating func object(_ name: String) throws(AttestationError) -> StatementReader {
    try StatementReader(try take(name), path: join(name))
  }

  mutating func require(_ name: String, _ expected: JSONValue) throws(AttestationError) {
    let found = try take(name)
    guard found == expected else { throw malformed(name, spell(found), spell(expected)) }
  }

  /// Every member must have been read.
  func finish() throws(AttestationError) {
    guard let unknown = members.keys.min() else { return }
    throw malformed(unknown, "an unknown member", "absent")
  }

  private mutating func take(_ name: String) throws(AttestationError) -> JSONValue {
    guard let value = members.removeValue(forKey: name) else { throw malformed(name, "absent", "present") }
    return value
  }

  private func malformed(_ name: String, _ found: String, _ required: String) -> AttestationError {
    .malformed(path: join(name), found: found, required: required)
  }

  private func join(_ name: String) -> String { path == "statement" ? name : "\(path).\(name)" }

  private func spell(_ value: JSONValue) -> String { String(decoding: value.canonicalBytes(), as: UTF8.self) }
}
