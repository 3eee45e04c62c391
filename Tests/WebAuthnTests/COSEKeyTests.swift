import TestSupport
import Testing

@testable import WebAuthn

@Suite struct COSEKeyTests {
  private func key(_ members: [(Int64, [UInt8])]) throws -> COSEKey {
    let bytes = CBORText.map(members.map { CBORText.integer($0.0) + $0.1 })
    return try COSEKey(try CBORItem(bytes, path: "key"), path: "key")
  }

  private func members() throws -> [(Int64, [UInt8])] {
    let point = try TestKeys.p256.get().spki.suffix(64)
    return [
      (1, CBORText.integer(2)), (3, CBORText.integer(-7)), (-1, CBORText.integer(1)),
      (-2, CBORText.bytes(Array(point.prefix(32)))), (-3, CBORText.bytes(Array(point.suffix(32)))),
    ]
  }

  @Test func `a key says its algorithm, and its numbers fit it exactly`() throws {
    let good = try members()
    #expect(try key(good).algorithm == .es256)
    for (index, bad) in [
      (0, CBORText.integer(3)), (1, CBORText.integer(-37)), (1, CBORText.integer(-8)), (1, CBORText.text("ES256")),
      (2, CBORText.integer(2)), (2, CBORText.integer(8)), (3, CBORText.bytes([1])),
      (4, CBORText.bytes([UInt8](repeating: 0, count: 33))), (4, CBORText.integer(0)),
    ] {
      var members = good
      members[index].1 = bad
      #expect(throws: WebAuthnError.self, "member \(good[index].0)") { try key(members) }
    }
  }

  @Test func `a point off its curve is no key`() throws {
    var members = try members()
    members[4].1 = CBORText.bytes([UInt8](repeating: 1, count: 32))
    #expect(throws: WebAuthnError.self) { try key(members) }
  }

  @Test func `a private part, a key id or a missing member is refused`() throws {
    let good = try members()
    #expect(throws: WebAuthnError.self) { try key(good + [(-4, CBORText.bytes([UInt8](repeating: 1, count: 32)))]) }
    #expect(throws: WebAuthnError.self) { try key([(2, CBORText.bytes([1]))] + good) }
    for index in good.indices {
      var members = good
      members.remove(at: index)
      #expect(throws: WebAuthnError.self) { try key(members) }
    }
    #expect(throws: WebAuthnError.self) { try COSEKey(try CBORItem([0x80], path: "key"), path: "key") }
  }
}
