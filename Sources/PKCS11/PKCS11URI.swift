/// Selects a token, and perhaps an object on it (RFC 7512).
///
/// What it does not take: `pin-value` (a PIN in a configuration file), `pin-source` with a command, `module-path` and
/// `module-name` (the configuration names the module), attributes nobody knows.
public struct PKCS11URI: Sendable, Hashable {
  /// As it was written.
  public let text: String
  public let token: String?
  public let manufacturer: String?
  public let model: String?
  public let serial: String?
  public let slotID: UInt?
  /// The object's label.
  public let object: String?
  /// CKA_ID.
  public let id: [UInt8]?
  /// Such as `private`.
  public let type: String?
  /// Path of a file that holds the PIN.
  public let pinFile: String?

  public init(_ text: String) throws(PKCS11Error) {
    guard !text.lowercased().contains("pin-value") else {
      // The text is not repeated: messages end up in logs.
      throw .uri("with a pin-value", problem: "pin-value is refused: a PIN belongs in a file; use pin-source=file:PATH")
    }
    self.text = text
    guard text.hasPrefix("pkcs11:") else { throw .uri(text, problem: "must begin with pkcs11:") }
    let parts = text.dropFirst("pkcs11:".count).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let path = try Attributes(parts[0], separator: ";", known: PKCS11URI.pathNames, of: text)
    let query = try Attributes(parts.count > 1 ? parts[1] : "", separator: "&", known: ["pin-source"], of: text)
    token = try path.string("token")
    manufacturer = try path.string("manufacturer")
    model = try path.string("model")
    serial = try path.string("serial")
    object = try path.string("object")
    type = try path.string("type")
    id = path.values["id"]
    slotID = try path.string("slot-id").map { (digits) throws(PKCS11Error) in
      // UInt(_:) would take a plus sign.
      guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = UInt(digits) else {
        throw .uri(text, problem: "slot-id must be a number")
      }
      return number
    }
    pinFile = try query.string("pin-source").map { (source) throws(PKCS11Error) in
      // RFC 8089: "file:/path" and "file:///path" are the same file.
      let path = ["file://", "file:"].first(where: source.hasPrefix).map { source.dropFirst($0.count) } ?? source[...]
      guard path.hasPrefix("/") else {
        throw .uri(text, problem: "pin-source must be a file with an absolute path; commands are not run")
      }
      return String(path)
    }
    guard token ?? manufacturer ?? model ?? serial != nil || slotID != nil else {
      throw .uri(text, problem: "names no token: add token=, serial=, model=, manufacturer= or slot-id=")
    }
  }

  /// Whether every token attribute of the URI fits.
  public func matches(_ info: TokenInfo) -> Bool {
    let wanted = [
      (token, info.label), (manufacturer, info.manufacturer), (model, info.model), (serial, info.serial),
    ]
    return wanted.allSatisfy { $0 == nil || $0 == $1 } && (slotID == nil || slotID == info.slot.rawValue)
  }

  private static let pathNames: Set<String> = [
    "token", "manufacturer", "model", "serial", "slot-id", "object", "id", "type",
  ]
}

extension PKCS11URI: CustomStringConvertible {
  public var description: String { text }
}

/// The attributes of one component, percent-decoded.
private struct Attributes {
  var values: [String: [UInt8]] = [:]
  private let text: String

  init(_ component: Substring, separator: Character, known: Set<String>, of text: String) throws(PKCS11Error) {
    self.text = text
    for attribute in component.split(separator: separator, omittingEmptySubsequences: true) {
      let pair = attribute.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pair[0])
      guard pair.count == 2 else { throw .uri(text, problem: "\(name) has no value") }
      guard known.contains(name) else {
        throw .uri(text, problem: "\(name) is not taken here; known: \(known.sorted().joined(separator: ", "))")
      }
      guard values[name] == nil else { throw .uri(text, problem: "\(name) is given twice") }
      guard let value = Attributes.percentDecoded(pair[1]) else {
        throw .uri(text, problem: "\(name) has a wrong percent-encoding")
      }
      values[name] = value
    }
  }

  func string(_ name: String) throws(PKCS11Error) -> String? {
    guard let bytes = values[name] else { return nil }
    guard let string = String(validating: bytes, as: UTF8.self) else {
      throw .uri(text, problem: "\(name) is not UTF-8")
    }
    return string
  }

  private static func percentDecoded(_ text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = rest.prefix(2)
      // UInt8(_:radix:) would take a sign.
      guard digits.count == 2, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
