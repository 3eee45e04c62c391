internal import DER
internal import Documents

/// The members of one request. Each reader gives the value, nil where the member is absent or null, or the sentence
/// of the specification; nothing is read before somebody asks, so that the errors keep their order.
struct RequestBody: Sendable {
  let dialect: Dialect
  private let members: [String: Document]

  /// Longest text that is taken for a member without a bound of its own.
  static let longestText = 4096

  /// Refuses what is no JSON object, and members that no edition of the method names. A null is an absent member.
  init(_ json: [UInt8], method: Method, dialect: Dialect) throws(CSCError) {
    let document: Document
    do { document = try Document(json: json) } catch { throw .body("\(error)") }
    guard case .object(let found) = document.value else { throw .body("expected an object") }
    let own = Members.own(method, dialect)
    let other = Members.other(method, dialect)
    var members: [String: Document] = [:]
    for member in found {
      if case .null = member.value.value { continue }
      // Byte by byte: to Swift, U+212A KELVIN SIGN equals the letter K.
      guard member.name.utf8.allSatisfy({ $0 < 0x80 }), own.contains(member.name) || other.contains(member.name) else {
        throw .unknown(member.name)
      }
      members[member.name] = member.value
    }
    self.dialect = dialect
    self.members = members
  }

  private init(dialect: Dialect, object: [Document.Member]) {
    self.dialect = dialect
    let present = object.filter { if case .null = $0.value.value { false } else { true } }
    members = Dictionary(present.map { ($0.name, $0.value) }) { first, _ in first }
  }

  func has(_ name: String) -> Bool { members[name] != nil }

  /// A string that must be there, not empty and not overlong.
  func string(_ name: String, named shown: String? = nil) throws(CSCError) -> String {
    guard case .string(let text)? = members[name]?.value, RequestBody.isPlain(text) else {
      throw .missing(.string, shown ?? name)
    }
    return text
  }

  /// Where it is no string: "Missing (or invalid type) string parameter …".
  func optionalString(_ name: String) throws(CSCError) -> String? {
    has(name) ? try string(name) : nil
  }

  /// A text that is kept or shown and never interpreted. Longer than `limit` characters: "Invalid parameter …".
  func text(_ name: String, limit: Int = RequestBody.longestText) throws(CSCError) -> String? {
    guard let value = members[name]?.value else { return nil }
    guard case .string(let text) = value, text.unicodeScalars.count <= limit, !text.utf8.contains(0) else {
      throw .invalid(name)
    }
    return text
  }

  func integer(_ name: String) throws(CSCError) -> Int64 {
    guard case .integer(let number)? = members[name]?.value else { throw .missing(.integer, name) }
    return number
  }

  /// Where it is no integer: "Invalid parameter …".
  func optionalInteger(_ name: String) throws(CSCError) -> Int64? {
    guard let value = members[name]?.value else { return nil }
    guard case .integer(let number) = value else { throw .invalid(name) }
    return number
  }

  func flag(_ name: String) throws(CSCError) -> Bool? {
    guard let value = members[name]?.value else { return nil }
    guard case .bool(let flag) = value else { throw .invalid(name) }
    return flag
  }

  /// One of the raw values of an enumeration.
  func choice<Choice: RawRepresentable>(_ name: String, _: Choice.Type) throws(CSCError) -> Choice?
  where Choice.RawValue == String {
    guard let value = members[name]?.value else { return nil }
    guard case .string(let text) = value, let choice = Choice(rawValue: text) else { throw .invalid(name) }
    return choice
  }

  /// The byte strings of `hash` or `hashes`; nil where the list is absent. The sentences say `hash` in both editions.
  func hashes() throws(CSCError) -> [[UInt8]]? {
    guard let value = members[dialect.hashesMember]?.value else { return nil }
    guard case .array(let elements) = value else { throw .missing(.array, "hash") }
    guard !elements.isEmpty else { throw .emptyHashes }
    var hashes: [[UInt8]] = []
    for element in elements {
      guard case .string(let text) = element.value, let bytes = Base64.decode(text), !bytes.isEmpty else {
        throw .hashNotBase64
      }
      hashes.append(bytes)
    }
    return hashes
  }

  /// The objects of an array, each with readers of its own; nil where the array is absent.
  func objects(_ name: String) throws(CSCError) -> [RequestBody]? {
    guard let value = members[name]?.value else { return nil }
    guard case .array(let elements) = value else { throw .missing(.array, name) }
    var bodies: [RequestBody] = []
    for element in elements {
      guard case .object(let object) = element.value else { throw .invalid(name) }
      bodies.append(RequestBody(dialect: dialect, object: object))
    }
    return bodies
  }

  private static func isPlain(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= longestText && !text.utf8.contains(0)
  }
}
