import Attestation
import Cryptography
import Evidence
import Foundation
import PKCS11
import TestSupport
import Testing
import TokenPool

@testable import PolicyGates

/// What whoever controls the host can make a module say, and what follows from it (attestation reference, section 9).
enum Forgery {
  static let now = Instant(seconds: 1_795_132_800)

  /// What the rules on a key's birth say of it under QCP-n-qscd, by their ids; empty where all admit it.
  static func refusals(_ attested: AttestedKey, demo: Bool = false) throws -> [String] {
    let origin = KeyOrigin(
      scope: RuleScope(.qcpNQSCD), demand: .qscd, certifiedKey: attested.spkiSHA256, attested: attested, device: nil,
      demo: demo, now: now)
    var refused: [String] = []
    func judge<R: Rule>(_ rule: R) throws where R.Subject == KeyOrigin {
      #expect(R.metadata.covers(origin))
      guard rule.applies(to: origin), try !rule.check(origin).isEmpty else { return }
      refused.append(R.metadata.id)
    }
    try judge(KeyWasGeneratedInside())
    try judge(KeyIsSensitive())
    try judge(KeyIsNotExtractable())
    try judge(KeyWasAlwaysSensitive())
    try judge(KeyWasNeverExtractable())
    try judge(KeyGenerationMechanismMakesKeyPairs())
    try judge(EvidenceClassSuffices())
    return refused
  }

  static let evidenceClass = "sealgate.house.origin.evidence_class"
  static let generatedInside = "etsi.en_319_411_2.sdp-6-5-1-04.not_generated_inside"
}

@Suite struct SoftHSMForgeryTests {
  /// A key pair from outside: the module says so.
  private static func imported() throws -> (pool: TokenPool, token: SoftHSM.Token, spki: [UInt8]) {
    let (pool, token) = try makePool()
    let session = try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: true)
    // The private key 1 and the generator of P-256, which everybody knows.
    let point = hexBytes(
      """
      04 6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296
      4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5
      """)
    let curve = hexBytes("0608 2A8648CE3D030107")
    _ = try session.create([
      Attribute(.privateKey), Attribute(.keyType, number: KeyType.ec.rawValue), Attribute(.id, [9]),
      Attribute(.isPrivate, true), Attribute(.sensitive, true), Attribute(.extractable, false), Attribute(.sign, true),
      Attribute(.ecParameters, curve), Attribute(.value, [UInt8](repeating: 0, count: 31) + [1]),
      Attribute(.token, true),
    ])
    _ = try session.create([
      Attribute(.publicKey), Attribute(.keyType, number: KeyType.ec.rawValue), Attribute(.id, [9]),
      Attribute(.ecParameters, curve), Attribute(.ecPoint, [0x04, 0x41] + point), Attribute(.token, true),
    ])
    return (pool, token, try PublicKey(curve: .p256, uncompressedPoint: point).facts.spki)
  }

  @Test func `an edited object file fools every live claim, and only the evidence class refuses`() async throws {
    let (pool, token, spki) = try Self.imported()
    defer { pool.stop() }
    let honest = try #require(try await pool.liveAttributes(spki: spki, at: Forgery.now))
    #expect(try Forgery.refusals(PKCS11Attributes(readLive: honest).appraise()).contains(Forgery.generatedInside))

    try SoftHSM.shared().forge(token) { object in
      // CKA_LOCAL of both halves; CKA_NEVER_EXTRACTABLE, CKA_ALWAYS_SENSITIVE and CKA_KEY_GEN_MECHANISM of the private one.
      var edited = [object.set(0x63, true)]
      if object.isPrivateKey {
        edited += [object.set(0x64, true), object.set(0x65, true), object.set(0x66, number: 0x1040)]
      }
      #expect(!edited.contains(false))
    }
    let forged = try #require(try await pool.liveAttributes(spki: spki, at: Forgery.now))
    let live = PKCS11Attributes(readLive: forged).appraise()
    #expect(live[.generatedInside].value == .yes)
    #expect(live[.everExtractable].value == .no)
    #expect(live[.everNonSensitive].value == .no)
    #expect(live.evidenceClass == .attributesLive)
    #expect(try Forgery.refusals(live) == [Forgery.evidenceClass])
  }

  @Test func `a certified channel is the operator's word for what the module says, and a demo asks for none`()
    async throws
  {
    let (pool, token, spki) = try Self.imported()
    defer { pool.stop() }
    try SoftHSM.shared().forge(token) { object in
      for type: UInt8 in [0x63, 0x64, 0x65] { _ = object.set(type, true) }
      _ = object.set(0x66, number: 0x1040)
    }
    let forged = try #require(try await pool.liveAttributes(spki: spki, at: Forgery.now))
    // This is why the channel is configured for a device of which nobody but the device can edit the objects.
    #expect(try Forgery.refusals(PKCS11Attributes(readOverCertifiedChannel: forged).appraise()) == [])
    #expect(try Forgery.refusals(PKCS11Attributes(readLive: forged).appraise(), demo: true) == [])
    // Whoever is handed the same as a document has somebody's word.
    let statement = PKCS11Attributes(readLive: forged).statement
    #expect(
      try Forgery.refusals(PKCS11Attributes(received: statement).appraise(), demo: true) == [Forgery.evidenceClass])
  }
}
