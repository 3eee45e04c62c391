import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SignatureSuiteIsAgreedTests {
  @Test func `passes: ECDSA with SHA-256`() throws {
    #expect(try judge(SignatureSuiteIsAgreed(), subject()) == .passes)
  }

  @Test func `fails: RSA with SHA-1`() throws {
    #expect(
      try judge(
        SignatureSuiteIsAgreed(),
        subject { $0.signature = AlgorithmIdentifier(.sha1WithRSAEncryption, parameters: AlgorithmIdentifier.null) })
        == .fails(["signature is 1.2.840.113549.1.1.5, must be an agreed signature suite with its own parameters"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(SignatureSuiteIsAgreed(), sample) == .passes)
    }
  }
}
