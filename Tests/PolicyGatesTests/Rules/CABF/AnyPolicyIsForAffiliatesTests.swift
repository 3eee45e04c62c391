import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnyPolicyIsForAffiliatesTests {
  @Test func `passes: a policy by name`() throws {
    #expect(
      try judge(
        AnyPolicyIsForAffiliates(),
        planned(.issuing) {
          $0.isAffiliated = false;
          $0.certificate.set(CertificatePolicies([PolicyInformation(ObjectIdentifier(1, 2, 3))]))
        }) == .passes)
  }

  @Test func `fails: any policy`() throws {
    #expect(
      try judge(AnyPolicyIsForAffiliates(), planned(.issuing) { $0.isAffiliated = false })
        == .fails([
          "extensions.certificatePolicies is anyPolicy, must be policies by name, as the CA is another organisation's"
        ]))
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(
        AnyPolicyIsForAffiliates(),
        planned(.issuing) {
          $0.isAffiliated = false; $0.certificate.remove(CertificatePolicies.self)
        })
        == .fails([
          "extensions.certificatePolicies is absent, must be policies by name, as the CA is another organisation's"
        ]))
  }

  @Test func `does not apply: a CA of the same organisation`() throws {
    #expect(try judge(AnyPolicyIsForAffiliates(), planned(.issuing)) == .doesNotApply)
  }
}
