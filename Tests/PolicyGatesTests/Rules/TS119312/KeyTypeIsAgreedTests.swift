import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyTypeIsAgreedTests {
  @Test func `passes: P-256`() throws {
    #expect(try judge(KeyTypeIsAgreed(), subject()) == .passes)
  }

  @Test func `fails: secp256k1`() throws {
    #expect(
      try judge(KeyTypeIsAgreed(), subject { $0.key = .other(ObjectIdentifier(1, 3, 132, 0, 10)) })
        == .fails([
          "subjectPublicKeyInfo.algorithm is 1.3.132.0.10, must be RSA, Ed25519, or one of P-256, P-384, "
            + "P-521, brainpoolP256r1, brainpoolP384r1, brainpoolP512r1"
        ]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(KeyTypeIsAgreed(), sample) == .passes)
    }
  }
}
