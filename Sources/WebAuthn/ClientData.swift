internal import DER
internal import Documents

/// CollectedClientData (WebAuthn Level 2, 5.8.1): what the browser says of the page that asked.
struct ClientData: Sendable, Hashable {
  let type: String
  /// As the browser spelled it, base64url without padding.
  let challenge: String
  let origin: String
  let crossOrigin: Bool

  /// Browsers write some 200 bytes.
  static let mostBytes = 8192

  /// Members that are not known are ignored (5.8.1: more may be added at any time); a member given twice is refused.
  init(_ bytes: [UInt8]) throws(WebAuthnError) {
    guard case .object(let members) = try ClientData.document(bytes).value else {
      throw .malformed(path: "clientDataJSON", found: "another value", required: "a JSON object")
    }
    func member(_ name: String) -> Document.Value? {
      members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value.value
    }
    func text(_ name: String) throws(WebAuthnError) -> String {
      guard case .string(let text)? = member(name) else {
        throw .malformed(path: "clientDataJSON.\(name)", found: "absent or no string", required: "a string")
      }
      return text
    }
    type = try text("type")
    challenge = try text("challenge")
    origin = try text("origin")
    // WebAuthn Level 3, 5.8.1: `topOrigin` stands only in a page that is embedded in one of another origin.
    let hasTopOrigin = member("topOrigin") != nil
    switch member("crossOrigin") {
    case nil: crossOrigin = hasTopOrigin
    case .bool(let flag): crossOrigin = flag || hasTopOrigin
    default: throw .malformed(path: "clientDataJSON.crossOrigin", found: "no truth value", required: "true or false")
    }
  }

  func holds(challenge expected: [UInt8]) -> Bool {
    challenge.utf8.elementsEqual(Base64URL.encode(expected).utf8)
  }

  private static func document(_ bytes: [UInt8]) throws(WebAuthnError) -> Document {
    do throws(DocumentError) {
      return try Document(json: bytes, limits: DocumentLimits(bytes: mostBytes, depth: 8))
    } catch {
      throw .malformed(path: "clientDataJSON", found: "unreadable (\(error))", required: "a JSON object")
    }
  }
}
