import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnyPolicyStandsAloneTests {
  @Test func `passes: any policy alone`() throws {
    #expect(try judge(AnyPolicyStandsAlone(), planned(.issuing) { $0.isForWebsites = true }) == .passes)
  }

  @Test func `passes: others without it`() throws {
    #expect(
      try judge(
        AnyPolicyStandsAlone(),
        planned(.issuing) {
          $0.isForWebsites = true;
          $0.certificate.set(
            CertificatePolicies([
              PolicyInformation(ObjectIdentifier(1, 2, 3)), PolicyInformation(ObjectIdentifier(1, 2, 4)),
            ]))
        }) == .passes)
  }

  @Test func `fails: any policy beside another`() throws {
    #expect(
      try judge(
        AnyPolicyStandsAlone(),
        planned(.issuing) {
          $0.isForWebsites = true;
          $0.certificate.set(
            CertificatePolicies([PolicyInformation(.anyPolicy), PolicyInformation(ObjectIdentifier(1, 2, 3))]))
        })
        == .fails([
          "extensions.certificatePolicies is 2.5.29.32.0, 1.2.3, must be anyPolicy alone, or others without it"
        ]))
  }

  @Test func `does not apply: a CA that is not for websites`() throws {
    #expect(try judge(AnyPolicyStandsAlone(), planned(.issuing)) == .doesNotApply)
  }
}
