import Evidence
import TestSupport
import Testing

@testable import WebAuthn

@Suite struct AssertionTests {
  private func examine(_ passkey: RegisteredPasskey, _ answer: PasskeyAnswer) throws(WebAuthnError) -> PasskeyAssertion
  {
    try passkey.examine(answer, challenge: TestPasskey.challenge, relyingParty: TestPasskey.party)
  }

  /// What is as a gate wants it.
  private func isGood(_ assertion: PasskeyAssertion) -> Bool {
    assertion.isGetType && assertion.challengeMatches && assertion.originAllowed && !assertion.isCrossOrigin
      && assertion.relyingPartyMatches && assertion.signatureValid && assertion.userPresent && assertion.userVerified
      && !assertion.counterIsStale && assertion.backupFlagsAgree
  }

  @Test func `the answer of a passkey of each algorithm is good`() throws {
    for passkey in try TestPasskey.all() {
      let registered = try passkey.registered()
      let assertion = try examine(registered, try passkey.answer())
      #expect(isGood(assertion), "\(passkey.algorithm)")
      #expect(assertion.credentialID == passkey.id)
      #expect(assertion.isDeviceBound)
      #expect(assertion.counterState == .advanced)
    }
  }

  @Test func `each wrong thing is a fact of its own, and the others stay as they are`() throws {
    var soft = try SoftwarePasskey(relyingPartyID: "sign.example")
    let registered = try soft.registration(challenge: TestPasskey.challenge, origin: TestPasskey.origin)
      .verified(challenge: TestPasskey.challenge, relyingParty: TestPasskey.party)
    let good = try examine(
      registered, try soft.answer(challenge: TestPasskey.challenge, origin: TestPasskey.origin))
    #expect(isGood(good))
    func differs(
      _ change: (inout SoftwarePasskey.Behaviour) -> Void, _ fact: (inout PasskeyAssertion) -> Void
    ) throws -> Bool {
      var behaviour = SoftwarePasskey.Behaviour()
      behaviour.counter = good.counter
      change(&behaviour)
      var expected = good
      fact(&expected)
      let answer = try soft.answer(
        challenge: TestPasskey.challenge, origin: TestPasskey.origin, behaviour: behaviour)
      return try expected != good && examine(registered, answer) == expected
    }
    #expect(try differs({ $0.type = "webauthn.create" }, { $0.isGetType = false }))
    #expect(try differs({ $0.challenge = [1, 2] }, { $0.challengeMatches = false }))
    let evil = "https://evil.example"
    #expect(
      try differs(
        { $0.origin = evil },
        {
          $0.originAllowed = false
          $0.origin = evil
        }))
    #expect(try differs({ $0.crossOrigin = true }, { $0.isCrossOrigin = true }))
    #expect(try differs({ $0.relyingPartyID = "evil.example" }, { $0.relyingPartyMatches = false }))
    #expect(try differs({ $0.wrongSignature = true }, { $0.signatureValid = false }))
    #expect(try differs({ $0.userPresent = false }, { $0.userPresent = false }))
    #expect(try differs({ $0.userVerified = false }, { $0.userVerified = false }))
    #expect(try differs({ $0.counter = 77 }, { $0.counter = 77 }))
    #expect(try differs({ $0.backupEligible = true }, { $0.backupEligible = true }))
    #expect(try differs({ $0.backupState = true }, { $0.backupState = true }))
  }

  @Test func `the answer of another key of the same algorithm has no valid signature`() throws {
    let registered = try TestPasskey.es256().registered()
    let other = TestPasskey(key: try TestKey(curve: .p256), algorithm: .es256)
    #expect(!(try examine(registered, try other.answer()).signatureValid))
  }

  @Test func `libfido2 has a say of its own: a secret that nobody asked for spoils an answer that is well signed`()
    throws
  {
    var passkey = try TestPasskey.es256()
    let registered = try passkey.registered()
    passkey.extensions = CBORText.map([TestPasskey.member("something", CBORText.integer(1))])
    #expect(try examine(registered, try passkey.answer()).signatureValid)
    passkey.extensions = CBORText.map([TestPasskey.member("hmac-secret", CBORText.bytes([1, 2]))])
    #expect(!(try examine(registered, try passkey.answer()).signatureValid))
  }

  @Test func `an answer that was used raises the counter on record, and then is stale`() throws {
    let passkey = try TestPasskey.es256()
    let answer = try passkey.answer(counter: 5)
    var registered = try passkey.registered()
    registered = registered.used(try examine(registered, answer))
    #expect(registered.signCount == 5)
    let again = try examine(registered, answer)
    #expect(again.counterIsStale && again.storedCounter == 5 && again.counter == 5)
    #expect(try examine(registered, try passkey.answer(counter: 6)).counterState == .advanced)
    #expect(registered.used(try examine(registered, try passkey.answer(counter: 4))).signCount == 5)
  }

  @Test func `a passkey without a counter is told apart from a stale one`() throws {
    let passkey = try TestPasskey.es256()
    #expect(try examine(try passkey.registered(), try passkey.answer(counter: 0)).counterState == .none)
  }

  @Test func `a single altered bit of authenticator data, client data or signature is never good`() throws {
    let passkey = try TestPasskey.es256()
    let registered = try passkey.registered()
    let answer = try passkey.answer()
    func spoiled(_ bytes: [UInt8], _ put: ([UInt8]) -> PasskeyAnswer) {
      for index in bytes.indices {
        for bit in [0x01, 0x80] as [UInt8] {
          var altered = bytes
          altered[index] ^= bit
          let assertion = try? examine(registered, put(altered))
          #expect(assertion.map(isGood) != true, "bit \(bit) of byte \(index)")
          #expect(assertion?.signatureValid != true, "bit \(bit) of byte \(index)")
        }
      }
    }
    let (client, data, signature) = (answer.clientDataJSON, answer.authenticatorData, answer.signature)
    func make(_ client: [UInt8], _ data: [UInt8], _ signature: [UInt8]) -> PasskeyAnswer {
      PasskeyAnswer(
        credentialID: passkey.id, clientDataJSON: client, authenticatorData: data, signature: signature)
    }
    spoiled(client) { make($0, data, signature) }
    spoiled(data) { make(client, $0, signature) }
    spoiled(signature) { make(client, data, $0) }
  }

  @Test func `what is cut short or too long is malformed`() throws {
    let passkey = try TestPasskey.es256()
    let registered = try passkey.registered()
    let answer = try passkey.answer()
    func isMalformed(_ client: [UInt8]?, _ data: [UInt8]?, _ signature: [UInt8]?) -> Bool {
      let altered = PasskeyAnswer(
        credentialID: passkey.id, clientDataJSON: client ?? answer.clientDataJSON,
        authenticatorData: data ?? answer.authenticatorData, signature: signature ?? answer.signature)
      return (try? examine(registered, altered)) == nil
    }
    for count in answer.authenticatorData.indices {
      #expect(isMalformed(nil, Array(answer.authenticatorData.prefix(count)), nil))
    }
    for count in answer.clientDataJSON.indices {
      #expect(isMalformed(Array(answer.clientDataJSON.prefix(count)), nil, nil))
    }
    #expect(isMalformed(nil, answer.authenticatorData + [0], nil))
    #expect(isMalformed(nil, nil, []))
    #expect(isMalformed(nil, nil, [UInt8](repeating: 0, count: 513)))
    #expect(isMalformed(nil, try passkey.registrationData(), nil))
    #expect(!isMalformed(nil, nil, nil))
  }
}
