import Cryptography
import DER
public import Evidence
import TestSupport

@testable import CSC

/// Requests as text, and the sentence that each is answered with.
enum Body {
  static let sha256 = "2.16.840.1.101.3.4.2.1"
  static let hash32 = Base64.encode([UInt8](repeating: 7, count: 32))
  static let hash48 = Base64.encode([UInt8](repeating: 7, count: 48))

  static func rsa() throws -> KeyDescription {
    KeyDescription(try TestKeys.rsa2048.get().publicKey.facts, enabled: true)
  }
  static func ec() throws -> KeyDescription { KeyDescription(try TestKeys.p256.get().publicKey.facts, enabled: true) }

  /// A whole v2 `signatures/signHash`; `nil` leaves a member out.
  static func signHash(_ changes: [String: JSONValue?] = [:], dialect: Dialect = .v2) -> [UInt8] {
    var members: [String: JSONValue] = [
      "credentialID": "c-1", "SAD": "sad", "signAlgo": "1.2.840.113549.1.1.11",
      dialect == .v1 ? "hash" : "hashes": .array([.string(hash32)]),
    ]
    members.merge(changes.compactMapValues { $0 }) { _, new in new }
    for (name, value) in changes where value == nil { members[name] = nil }
    return JSONValue.object(members).canonicalBytes()
  }

  static func json(_ members: [String: JSONValue]) -> [UInt8] { JSONValue.object(members).canonicalBytes() }

  static func error(_ body: () throws(CSCError) -> Void) -> CSCError? {
    do {
      try body()
      return nil
    } catch { return error }
  }
}

extension JSONValue: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self = .string(text) }
}

extension JSONValue {
  subscript(_ name: String) -> JSONValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }
}
