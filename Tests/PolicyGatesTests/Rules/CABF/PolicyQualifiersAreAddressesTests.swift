import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PolicyQualifiersAreAddressesTests {
  @Test func `passes: an address`() throws {
    #expect(
      try judge(
        PolicyQualifiersAreAddresses(),
        subject(.dvcp) {
          $0.set(
            CertificatePolicies([
              PolicyInformation(.domainValidated, qualifiers: [.practiceStatement("https://www.example.com/cps")])
            ]))
        }) == .passes)
  }

  @Test func `fails: an address of another kind`() throws {
    #expect(
      try judge(
        PolicyQualifiersAreAddresses(),
        subject(.dvcp) {
          $0.set(
            CertificatePolicies([
              PolicyInformation(.domainValidated, qualifiers: [.practiceStatement("ldap://www.example.com/cps")])
            ]))
        })
        == .fails([
          "extensions.certificatePolicies is ldap://www.example.com/cps, must be an http or https address of the practices"
        ]))
  }

  @Test func `fails: a notice`() throws {
    #expect(
      try judge(
        PolicyQualifiersAreAddresses(),
        subject(.dvcp) {
          $0.set(
            CertificatePolicies([
              PolicyInformation(
                .domainValidated,
                qualifiers: [.userNotice(UserNotice(explicitText: CharacterString(utf8: "Mind the gap")))])
            ]))
        })
        == .fails(["extensions.certificatePolicies is a user notice, must be an http or https address of the practices"]
        ))
  }

  @Test func `fails: a qualifier of another kind`() throws {
    #expect(
      try judge(
        PolicyQualifiersAreAddresses(),
        subject(.dvcp) {
          $0.set(
            CertificatePolicies([
              PolicyInformation(.domainValidated, qualifiers: [.other(ObjectIdentifier(1, 2, 3), qualifier: [5, 0])])
            ]))
        }) == .fails(["extensions.certificatePolicies is 1.2.3, must be an http or https address of the practices"]))
  }

  @Test func `does not apply: no qualifiers`() throws {
    #expect(try judge(PolicyQualifiersAreAddresses(), subject(.dvcp)) == .doesNotApply)
  }
}
