import DER
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AttestationCertificateIsForThisUseTests {
  @Test func `passes: digitalSignature and the key purpose`() throws {
    #expect(try judge(AttestationCertificateIsForThisUse(), statement()) == .passes)
  }

  @Test func `fails: no key purpose`() throws {
    #expect(
      try judge(AttestationCertificateIsForThisUse(), statement { $0.certificate.remove(ExtendedKeyUsage.self) })
        == .fails(["attestationKey.certificate.extKeyUsage is absent, must be 1.3.6.1.5.5.7.3.999"]))
  }

  @Test func `fails: another purpose`() throws {
    #expect(
      try judge(AttestationCertificateIsForThisUse(), statement { $0.certificate.set(ExtendedKeyUsage([.clientAuth])) })
        == .fails(["attestationKey.certificate.extKeyUsage is 1.3.6.1.5.5.7.3.2, must be 1.3.6.1.5.5.7.3.999"]))
  }

  @Test func `fails: another key usage`() throws {
    #expect(
      try judge(
        AttestationCertificateIsForThisUse(), statement { $0.certificate.set(KeyUsage.nonRepudiation, critical: true) })
        == .fails(["attestationKey.certificate.keyUsage is nonRepudiation, must be digitalSignature"]))
  }

  @Test func `fails: no key usage`() throws {
    #expect(
      try judge(AttestationCertificateIsForThisUse(), statement { $0.certificate.remove(KeyUsage.self) })
        == .fails(["attestationKey.certificate.keyUsage is absent, must be digitalSignature"]))
  }

  @Test func `does not apply to nothing: every statement is judged, and never another act`() throws {
    let loose = try statement { $0.signer = nil }
    #expect(AttestationCertificateIsForThisUse().applies(to: loose))
    #expect(AttestationCertificateIsForThisUse.metadata.scope == .keyStatement)
    #expect(RuleScope.everything.isDisjoint(with: .keyStatement))
  }
}
