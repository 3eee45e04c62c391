/// An element of a small XML document: text or elements in it, never both.
struct XMLElement: Sendable, Hashable {
  let name: String
  let attributes: [String: String]
  /// Without the blanks around it; empty where there are elements.
  let text: String
  let children: [XMLElement]

  func children(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// The only element of that name; nil where there is none or more than one.
  subscript(name: String) -> XMLElement? {
    let found = children(name)
    return found.count == 1 ? found.first : nil
  }

  /// The names that more than one of its elements has.
  var repeatedNames: [String] {
    var seen: Set<String> = []
    return children.map(\.name).filter { !seen.insert($0).inserted }
  }
}

/// XML 1.0 in the small: elements, attributes, text and the five named entities, in UTF-8.
///
/// What else XML has is refused: document types, other entities and character references, processing instructions but for the
/// declaration, comments, CDATA, namespaces, a byte order mark, and text beside elements. An attribute may stand once. All
/// limits are small, so that no document costs more than its own bytes.
struct StrictXML {
  static let mostBytes = 1 << 18
  static let deepest = 16
  static let mostElements = 4096

  private var rest: ArraySlice<UInt8>
  private var elements = 0

  /// Nil for anything that is not exactly one element, with a declaration before it or none.
  static func document(_ bytes: [UInt8]) -> XMLElement? {
    guard bytes.count <= mostBytes, String(validating: bytes, as: UTF8.self) != nil else { return nil }
    // Tab, line feed and carriage return are the only controls that a document may hold.
    guard bytes.allSatisfy({ $0 >= 0x20 || isBlank($0) }) else { return nil }
    var reader = StrictXML(rest: bytes[...])
    guard reader.declaration() else { return nil }
    reader.skipBlanks()
    guard let root = reader.element(depth: 0) else { return nil }
    reader.skipBlanks()
    return reader.rest.isEmpty ? root : nil
  }

  private init(rest: ArraySlice<UInt8>) { self.rest = rest }

  // MARK: - Structure

  /// `<?xml version="1.0" encoding="UTF-8"?>`, or nothing.
  private mutating func declaration() -> Bool {
    guard take("<?xml") else { return true }
    guard let attributes = attributes(), take("?>"), attributes["version"] == "1.0" else { return false }
    guard attributes["encoding"].map({ $0.lowercased() == "utf-8" }) ?? true else { return false }
    return attributes.keys.allSatisfy { ["version", "encoding", "standalone"].contains($0) }
  }

  private mutating func element(depth: Int) -> XMLElement? {
    elements += 1
    guard depth < StrictXML.deepest, elements <= StrictXML.mostElements, take("<"), let name = name(),
      let attributes = attributes()
    else { return nil }
    if take("/>") { return XMLElement(name: name, attributes: attributes, text: "", children: []) }
    guard take(">") else { return nil }
    var children: [XMLElement] = []
    var text = ""
    while !rest.starts(with: "</".utf8) {
      if rest.first == UInt8(ascii: "<") {
        guard let child = element(depth: depth + 1) else { return nil }
        children.append(child)
      } else {
        guard let run = characters(until: UInt8(ascii: "<")) else { return nil }
        text += run
      }
    }
    guard take("</"), self.name() == name else { return nil }
    skipBlanks()
    let content = StrictXML.trimmed(text)
    guard take(">"), children.isEmpty || content.isEmpty else { return nil }
    return XMLElement(name: name, attributes: attributes, text: content, children: children)
  }

  /// Attributes with blanks before each, and the blanks after the last.
  private mutating func attributes() -> [String: String]? {
    var attributes: [String: String] = [:]
    while true {
      let isSeparated = skipBlanks()
      guard let first = rest.first, StrictXML.startsName(first) else { return attributes }
      guard isSeparated, let name = name(), attributes[name] == nil else { return nil }
      skipBlanks()
      guard take("=") else { return nil }
      skipBlanks()
      guard let quote = rest.popFirst(), [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(quote),
        let value = characters(until: quote), rest.popFirst() == quote
      else { return nil }
      attributes[name] = value
    }
  }

  // MARK: - Characters

  private mutating func name() -> String? {
    guard let first = rest.first, StrictXML.startsName(first) else { return nil }
    let name = rest.prefix { byte in
      StrictXML.startsName(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
    rest.removeFirst(name.count)
    return String(decoding: name, as: UTF8.self)
  }

  private static func startsName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// Characters before `end`, which is left where it is. Nil for a `<` that is not the end, and at the end of the document.
  private mutating func characters(until end: UInt8) -> String? {
    var content: [UInt8] = []
    while let byte = rest.first {
      if byte == end { return String(validating: content, as: UTF8.self) }
      switch byte {
      case UInt8(ascii: "<"): return nil
      case UInt8(ascii: "&"):
        guard let entity = StrictXML.entities.first(where: { rest.starts(with: $0.name.utf8) }) else { return nil }
        rest.removeFirst(entity.name.utf8.count)
        content.append(entity.character)
      default:
        rest.removeFirst()
        content.append(byte)
      }
    }
    return nil
  }

  private static let entities: [(name: String, character: UInt8)] = [
    ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")), ("&amp;", UInt8(ascii: "&")),
    ("&quot;", UInt8(ascii: "\"")), ("&apos;", UInt8(ascii: "'")),
  ]

  private mutating func take(_ text: String) -> Bool {
    guard rest.starts(with: text.utf8) else { return false }
    rest.removeFirst(text.utf8.count)
    return true
  }

  /// Whether there were any.
  @discardableResult private mutating func skipBlanks() -> Bool {
    let count = rest.count
    rest = rest.drop { StrictXML.isBlank($0) }
    return rest.count < count
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  private static func trimmed(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard let first = bytes.firstIndex(where: { !isBlank($0) }), let last = bytes.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(decoding: bytes[first...last], as: UTF8.self)
  }
}
