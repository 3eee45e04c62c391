import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PolicyQualifiersAreAbsentTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(PolicyQualifiersAreAbsent(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: an address`() throws {
    #expect(
      try judge(
        PolicyQualifiersAreAbsent(),
        subject(.dvcp) {
          $0.set(
            CertificatePolicies([
              PolicyInformation(.domainValidated, qualifiers: [.practiceStatement("https://www.example.com/cps")])
            ]))
        }) == .fails(["extensions.certificatePolicies is the address of a practice statement, must be no qualifier"]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(PolicyQualifiersAreAbsent(), subject(.qncpWGen)) == .doesNotApply)
  }
}
