import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CSRKeyIsCertifiedTests {
  @Test func `passes: the same key`() throws {
    #expect(try judge(CSRKeyIsCertified(), process()) == .passes)
  }

  @Test func `fails: another key`() throws {
    #expect(
      try judge(
        CSRKeyIsCertified(),
        process { $0.csr = CSRFacts(publicKey: SampleKey.root.info.derBytes, signatureVerified: .yes) })
        == .fails(["csr.subjectPublicKeyInfo is another key, must be the key of tbsCertificate.subjectPublicKeyInfo"]))
  }

  @Test func `does not apply: no request, which another rule refuses`() throws {
    #expect(try judge(CSRKeyIsCertified(), process { $0.csr = nil }) == .doesNotApply)
  }
}
