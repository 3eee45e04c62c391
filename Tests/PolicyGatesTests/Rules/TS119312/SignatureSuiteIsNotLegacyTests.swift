import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SignatureSuiteIsNotLegacyTests {
  @Test func `passes: ECDSA`() throws {
    #expect(try judge(SignatureSuiteIsNotLegacy(), subject()) == .passes)
  }

  @Test func `fails: RSASSA-PKCS1-v1_5`() throws {
    #expect(
      try judge(SignatureSuiteIsNotLegacy(), subject { $0.signature = .sha256WithRSAEncryption })
        == .fails(["signature is 1.2.840.113549.1.1.11, must be RSASSA-PSS, ECDSA or Ed25519"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(SignatureSuiteIsNotLegacy(), sample) == .passes)
    }
  }
}
