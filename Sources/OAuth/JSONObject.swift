internal import Documents
internal import Evidence

/// An object whose unknown members do not matter, as the claims of a JWT (RFC 7519, 4).
struct JSONObject {
  private let members: [String: Document]

  init?(_ json: [UInt8]) {
    guard let document = try? Document(json: json, limits: DocumentLimits(bytes: 1 << 16, depth: 16)) else {
      return nil
    }
    self.init(document)
  }

  init?(_ document: Document) {
    guard case .object(let found) = document.value else { return nil }
    // Names of other scripts that Swift holds equal to these are other names.
    let ascii = found.filter { $0.name.utf8.allSatisfy { $0 < 0x80 } }
    members = Dictionary(ascii.map { ($0.name, $0.value) }) { first, _ in first }
  }

  var names: Set<String> { Set(members.keys) }

  func has(_ name: String) -> Bool {
    if case .null? = members[name]?.value { return false }
    return members[name] != nil
  }

  func string(_ name: String) -> String? {
    guard case .string(let text)? = members[name]?.value, !text.isEmpty, text.utf8.count <= 4096 else { return nil }
    return text.utf8.contains(0) ? nil : text
  }

  func integer(_ name: String) -> Int64? {
    guard case .integer(let number)? = members[name]?.value else { return nil }
    return number
  }

  /// A NumericDate (RFC 7519, 2), without its fraction.
  func date(_ name: String) -> Int64? {
    if case .real(let number)? = members[name]?.value { return Int64(exactly: number.rounded(.down)) }
    return integer(name)
  }

  func object(_ name: String) -> JSONObject? { members[name].flatMap { JSONObject($0) } }

  /// A string, or an array of strings.
  func strings(_ name: String) -> [String]? {
    if let one = string(name) { return [one] }
    guard case .array(let elements)? = members[name]?.value else { return nil }
    let texts = elements.compactMap { element -> String? in
      if case .string(let text) = element.value { text } else { nil }
    }
    return texts.count == elements.count ? texts : nil
  }

  /// The elements of an array; nil where there is none.
  func array(_ name: String) -> [Document]? {
    guard case .array(let elements)? = members[name]?.value else { return nil }
    return elements
  }
}
