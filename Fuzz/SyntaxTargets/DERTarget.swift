internal import DER
internal import FuzzSupport

extension Syntax {
  /// Any DER value: what is taken is written back, value by value, as the same bytes.
  static let der = FuzzTarget("der") { input throws(BrokenPromise) in
    do throws(DERError) {
      _ = try DERReader.decode(input[...]) { reader throws(DERError) in try reader.any() }
    } catch {
      _ = error.description
      return false
    }
    let node: Node
    do throws(DERError) { node = try DERReader.decode(Node.self, input[...]) } catch {
      throw BrokenPromise("taken as any value, but not value by value: \(error)")
    }
    try promise(node.derEncoded == input, "written back, the value has other bytes")
    return true
  }
}

/// A value with all that is in it.
private indirect enum Node: DERCodable {
  case constructed(DERTag, [Node])
  case boolean(Bool)
  case integer(Int64)
  case bits(BitString)
  case named(UInt32)
  case identifier(ObjectIdentifier)
  case text(CharacterString)
  case primitive(DERTag, [UInt8])

  init(from reader: inout DERReader) throws(DERError) {
    guard let tag = reader.nextTag else { throw reader.error(.truncated, found: "nothing", required: "a value") }
    if tag.isConstructed {
      self = .constructed(tag, try reader.sequence(tag: tag, atLeast: 0, of: Node.self))
      return
    }
    var ahead = reader
    switch tag {
    case .boolean: self = .boolean(try reader.boolean())
    case .integer: self = (try? ahead.integer()).map(Node.integer) ?? .primitive(tag, [])
    case .bitString:
      let bits = try ahead.bitString()
      self = bits.namedBits.map(Node.named) ?? .bits(bits)
    case .objectIdentifier: self = .identifier(try reader.objectIdentifier())
    default:
      self =
        if CharacterString.Kind(tag: tag) != nil { .text(try reader.characterString()) } else { .primitive(tag, []) }
    }
    switch self {
    case .primitive: self = .primitive(tag, Array(try reader.primitive(tag)))
    case .integer, .named, .bits: _ = try reader.element()
    default: break
    }
  }

  func write(to writer: inout DERWriter) {
    switch self {
    case .constructed(let tag, let nodes): writer.sequence(tag: tag, of: nodes)
    case .boolean(let value): writer.boolean(value)
    case .integer(let value): writer.integer(value)
    case .bits(let value): writer.bitString(value)
    case .named(let bits): writer.bitString(BitString(namedBits: bits))
    // An identifier that cannot be read in its dotted form writes nothing, which the comparison sees.
    case .identifier(let value): ObjectIdentifier(value.description).map { writer.objectIdentifier($0) }
    case .text(let value): writer.characterString(value)
    case .primitive(let tag, let content): writer.primitive(tag, content)
    }
  }
}
