/// The members of one object, taken by name. `finish()` refuses what nobody asked for.
///
///     var fields = try Fields(document)
///     let label = try fields.required("label", as: .string)
///     let slots = try fields.optional("slots", as: .list(of: .integer(in: 0...15))) ?? []
///     try fields.finish()
///
/// Most readers use `.object { … }` instead, which finishes by itself.
public struct Fields: ~Copyable {
  /// Where the object stands, such as `$.tokens[0]`.
  public let path: String
  private let document: Document
  private let members: [Document.Member]
  private var known: [String] = []

  /// Throws where the document is not an object.
  public init(_ document: Document, path: String = "$") throws(DocumentError) {
    guard case .object(let members) = document.value else { throw document.expected("an object", at: path) }
    self.path = path
    self.document = document
    self.members = members
  }

  /// The names that the object has, in the order of the source, asked for or not.
  public var names: [String] { members.map(\.name) }

  /// Throws where the member is absent or is not of that shape.
  public mutating func required<Value>(
    _ name: String, as shape: FieldShape<Value>
  ) throws(DocumentError) -> Value {
    guard let value = try optional(name, as: shape) else {
      throw DocumentError(document, FieldPath.member(name, of: path), "missing; expected \(shape.name)")
    }
    return value
  }

  /// Nil where the member is absent. A null is not absent: leave the member out instead.
  public mutating func optional<Value>(
    _ name: String, as shape: FieldShape<Value>
  ) throws(DocumentError) -> Value? {
    known.append(name)
    // Byte by byte: to Swift, U+212A KELVIN SIGN equals the letter K.
    guard let member = members.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return nil }
    return try shape.read(member.value, FieldPath.member(name, of: path))
  }

  /// Whether a member is this text, without taking it: for objects whose other members depend on it.
  public func isText(_ name: String, _ text: String) -> Bool {
    switch members.first(where: { $0.name.utf8.elementsEqual(name.utf8) })?.value.value {
    case .string(let found)?, .plain(let found)?: found == text
    default: false
    }
  }

  /// An error about one member, for checks that no shape makes, such as two members that exclude each other.
  public func error(_ name: String, _ problem: String) -> DocumentError {
    let member = members.first { $0.name.utf8.elementsEqual(name.utf8) }
    return DocumentError(member?.value ?? document, FieldPath.member(name, of: path), problem)
  }

  /// Throws where the object has a member that was never asked for.
  public consuming func finish() throws(DocumentError) {
    for member in members where !known.contains(where: { $0.utf8.elementsEqual(member.name.utf8) }) {
      throw DocumentError(
        member.value, FieldPath.member(member.name, of: path),
        "unknown member; known members: \(known.isEmpty ? "none" : known.joined(separator: ", "))")
    }
  }
}
