import Cryptography
import Evidence
import PolicyGates
import RecordStores
import Records
import Signing
import TestSupport
import Testing
import TokenPool

@Suite struct SignerTests {
  private let sample: Sample

  init() throws { sample = try Sample() }

  private func receipt(_ intent: Intent? = nil) async throws -> Receipt {
    try await Journal(MemoryStore(clock: Sample.clock)).intend(intent ?? sample.intent())
  }

  private func token(_ behaviour: FakeToken.Behaviour = .sign) -> FakeToken {
    FakeToken(key: sample.key, behaviour: behaviour)
  }

  @Test func `every message of the permit gets a signature that verifies`() async throws {
    let messages: [[UInt8]] = [[1], [2, 2], []]
    let signed = try await Signer(token()).sign(
      permit: try sample.permit(messages: messages), receipt: try await receipt(sample.intent(messages: messages)),
      at: Sample.now)
    #expect(signed.messages == messages && signed.signatures.count == 3 && signed.decision == Sample.decision)
    for (message, signature) in zip(messages, signed.signatures) {
      #expect(try sample.key.publicKey.verify(signature: signature, over: message, scheme: .ecdsa(.sha256)))
    }
  }

  @Test func `a permit for digests gives signatures over just these`() async throws {
    let digests = [[1], [2, 2]].map { Hash.digest($0, .sha256).bytes }
    let form = MessageForm.digest(pssSaltLength: nil)
    let signed = try await Signer(token()).sign(
      permit: try sample.permit(messages: digests, form: form),
      receipt: try await receipt(sample.intent(messages: digests, form: form)), at: Sample.now)
    for (message, signature) in zip([[1], [2, 2]] as [[UInt8]], signed.signatures) {
      #expect(try sample.key.publicKey.verify(signature: signature, over: message, scheme: .ecdsa(.sha256)))
    }
  }

  @Test func `a digest that the token hashed once more is an incident`() async throws {
    let digest = Hash.digest([1], .sha256).bytes
    let form = MessageForm.digest(pssSaltLength: nil)
    await #expect(throws: SigningError.incident(message: 0)) {
      try await Signer(token(.hashAgain)).sign(
        permit: try sample.permit(messages: [digest], form: form),
        receipt: try await receipt(sample.intent(messages: [digest], form: form)), at: Sample.now)
    }
  }

  @Test(arguments: [FakeToken.Behaviour.signAnother, .garbage])
  func `a signature that does not verify is an incident and not released`(behaviour: FakeToken.Behaviour) async throws {
    await #expect(throws: SigningError.incident(message: 0)) {
      try await Signer(token(behaviour)).sign(
        permit: try sample.permit(), receipt: try await receipt(), at: Sample.now)
    }
  }

  @Test func `a signature by another key is an incident`() async throws {
    let other = FakeToken(key: try TestKey(curve: .p256), behaviour: .sign)
    await #expect(throws: SigningError.incident(message: 0)) {
      try await Signer(other).sign(permit: try sample.permit(), receipt: try await receipt(), at: Sample.now)
    }
  }

  @Test func `a permit whose time is over asks nothing of the token`() async throws {
    let token = token()
    let end = try sample.permit().expires
    await #expect(throws: SigningError.permitExpired(at: end)) {
      try await Signer(token).sign(permit: try sample.permit(), receipt: try await receipt(), at: end)
    }
    #expect(await token.calls.count == 0)
    _ = try await Signer(token).sign(
      permit: try sample.permit(), receipt: try await receipt(), at: end.adding(seconds: -1))
    #expect(await token.calls.count == 1)
  }

  @Test func `a receipt for anything else asks nothing of the token`() async throws {
    let token = token()
    let otherKey = KeyIdentity(ckaID: [9], spkiSHA256: sample.identity.spkiSHA256)
    for (field, intent) in [
      ("key", sample.intent(key: otherKey)), ("scheme", sample.intent(scheme: .ecdsa(.sha384))),
      ("messages", sample.intent(messages: [[1, 2, 4]])), ("messages", sample.intent(messages: [[1, 2, 3], [4]])),
      ("form", sample.intent(form: .digest(pssSaltLength: nil))),
    ] {
      await #expect(throws: SigningError.receiptDiffers(field: field)) {
        try await Signer(token).sign(
          permit: try sample.permit(), receipt: try await receipt(intent), at: Sample.now)
      }
    }
    #expect(await token.calls.count == 0)
  }

  @Test func `a public key that is not the identity's, or no key, asks nothing of the token`() async throws {
    let token = token()
    let other = try TestKey(curve: .p256).spki
    await #expect(throws: SigningError.publicKeyDiffers) {
      try await Signer(token).sign(
        permit: try sample.permit(publicKey: other), receipt: try await receipt(), at: Sample.now)
    }
    await #expect {
      try await Signer(token).sign(
        permit: try sample.permit(publicKey: [0x30]), receipt: try await receipt(), at: Sample.now)
    } throws: { error in
      guard case .publicKeyUnusable = error as? SigningError else { return false }
      return true
    }
    #expect(await token.calls.count == 0)
  }

  @Test func `a token's error is passed on with the message it met`() async throws {
    let messages: [[UInt8]] = [[1], [2]]
    await #expect(throws: SigningError.token(.busy, message: 1)) {
      try await Signer(token(.signThenFail(1, .busy))).sign(
        permit: try sample.permit(messages: messages), receipt: try await receipt(sample.intent(messages: messages)),
        at: Sample.now)
    }
  }
}
