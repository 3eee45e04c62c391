import Cryptography
import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import Attestation

@Suite struct OwnEvidenceTests {
  private let attester: SampleAttester
  private let spki: [UInt8]

  init() throws {
    attester = try SampleAttester()
    spki = try TestKeys.p256.get().spki
  }

  private func attributes(local: Truth = .yes, alwaysSensitive: Truth = .yes, mechanism: UInt64? = 0x1040)
    -> KeyAttributes
  {
    KeyAttributes(
      device: DeviceIdentity(
        manufacturer: "SoftHSM project", model: "SoftHSM v2", serial: "0123", hardwareVersion: "2.6",
        firmwareVersion: "2.6"),
      tokenLabel: "subjects", hardwareSlot: .no, spki: spki, local: local, sensitive: .yes,
      alwaysSensitive: alwaysSensitive, neverExtractable: .yes, extractable: .no, generationMechanism: mechanism,
      readAt: SampleAttester.now)
  }

  private func appraised(_ key: KeyAttributes, worth evidenceClass: EvidenceClass) throws -> AttestedKey {
    let tbs = OwnEvidence.description(
      of: key, called: "CKA_ID 01", worth: evidenceClass, nonce: attester.nonce,
      attestationKey: try attester.key.spki, arc: attester.arc)
    let statement = PKIXEvidenceStatement(tbs: tbs, signatures: [try attester.signature(over: tbs.derBytes)])
    return try #require(try attester.appraise(statement).first)
  }

  @Test(arguments: [EvidenceClass.attributesLive, .attributesLiveCertifiedChannel])
  func `our own statement is worth what was read, and no signature makes it more`(stated: EvidenceClass) throws {
    let key = try appraised(attributes(), worth: stated)
    #expect(key.problems.isEmpty)
    #expect(key.evidenceClass == stated)
    #expect(key.observedAt == SampleAttester.now)
    #expect(key.device?.serial == "0123")
    #expect(key.localName == "CKA_ID 01")
  }

  @Test func `every claim comes out as the live reading has it`() throws {
    for key in [
      attributes(), attributes(local: .no), attributes(alwaysSensitive: .no, mechanism: 0x350),
      attributes(local: .unknown, alwaysSensitive: .unknown, mechanism: nil),
    ] {
      let (live, stated) = (PKCS11Attributes(readLive: key).appraise(), try appraised(key, worth: .attributesLive))
      for name in ClaimName.allCases where name != .nonceBound {
        #expect(stated[name].value == live[name].value, "\(name)")
      }
      #expect(stated.device == live.device)
    }
  }
}
