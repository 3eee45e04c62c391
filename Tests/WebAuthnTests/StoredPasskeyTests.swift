import Evidence
import TestSupport
import Testing

@testable import WebAuthn

@Suite struct StoredPasskeyTests {
  private func stored() throws -> RegisteredPasskey {
    let passkey = try TestPasskey.es256()
    let vendor = try TestVendor()
    return try passkey.registration("packed", vendor.packed([try vendor.certificate()]))
      .verified(challenge: TestPasskey.challenge, relyingParty: TestPasskey.party, anchors: try vendor.anchors())
  }

  @Test func `a passkey comes back from its canonical JSON as it was, and still verifies`() throws {
    let before = try stored()
    let json = try #require(JSONValue(canonical: before.json.canonicalBytes()))
    let after = try #require(RegisteredPasskey(json))
    #expect(after.json == before.json)
    #expect(after.attestation == before.attestation && after.attestation.proof == .anchored)
    #expect(after.registration == before.registration)
    let assertion = try after.examine(
      try TestPasskey.es256().answer(), challenge: TestPasskey.challenge, relyingParty: TestPasskey.party)
    #expect(assertion.signatureValid)
  }

  @Test func `a stored passkey without one of its members, or with another value in it, is none`() throws {
    guard case .object(let members) = try stored().json else {
      Issue.record("no object")
      return
    }
    for name in members.keys {
      var altered = members
      altered[name] = nil
      #expect(RegisteredPasskey(.object(altered)) == nil, "without \(name)")
      altered[name] = .string("?")
      #expect(RegisteredPasskey(.object(altered)) == nil, "\(name) is another")
    }
    var altered = members
    altered["algorithm"] = .string("RS256")
    #expect(RegisteredPasskey(.object(altered)) == nil)
    altered = members
    altered["signCount"] = .integer(-1)
    #expect(RegisteredPasskey(.object(altered)) == nil)
    altered["signCount"] = .integer(1 << 32)
    #expect(RegisteredPasskey(.object(altered)) == nil)
    altered["signCount"] = .integer(1 << 32 - 1)
    #expect(RegisteredPasskey(.object(altered)) != nil)
  }

  @Test func `a software passkey comes back from its file and goes on counting`() throws {
    var before = try SoftwarePasskey(relyingPartyID: "sign.example", userHandle: [9])
    _ = try before.answer(challenge: [1], origin: TestPasskey.origin)
    var after = try #require(SoftwarePasskey(before.json))
    #expect(after.json == before.json)
    let answer = try after.answer(challenge: TestPasskey.challenge, origin: TestPasskey.origin)
    #expect(after.counter == 2)
    let registered = try before.registration(
      challenge: TestPasskey.challenge, origin: TestPasskey.origin, attestation: .selfSigned
    ).verified(challenge: TestPasskey.challenge, relyingParty: TestPasskey.party)
    #expect(registered.attestation.proof == .selfSigned)
    let sent = try #require(PasskeyAnswer(answer.json))
    #expect(sent == answer && sent.userHandle == [9])
    let assertion = try registered.examine(sent, challenge: TestPasskey.challenge, relyingParty: TestPasskey.party)
    #expect(assertion.signatureValid && assertion.counter == 2 && assertion.storedCounter == 1)
    guard case .object(var members) = before.json else { return }
    members["privateKey"] = .string("")
    #expect(SoftwarePasskey(.object(members)) == nil)
  }
}
