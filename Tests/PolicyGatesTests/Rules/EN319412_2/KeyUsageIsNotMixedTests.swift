import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyUsageIsNotMixedTests {
  @Test func `passes: authentication alone`() throws {
    #expect(
      try judge(
        KeyUsageIsNotMixed(), subject(.ncp, as: .naturalPerson) { $0.set(KeyUsage.digitalSignature, critical: true) })
        == .passes)
  }

  @Test func `passes: key agreement alone`() throws {
    #expect(
      try judge(KeyUsageIsNotMixed(), subject(.lcp, as: .legalPerson) { $0.set(KeyUsage.keyAgreement, critical: true) })
        == .passes)
  }

  @Test func `fails: authentication and key agreement`() throws {
    #expect(
      try judge(
        KeyUsageIsNotMixed(),
        subject(.ncp, as: .naturalPerson) {
          $0.set([.digitalSignature, .keyAgreement] as KeyUsage, critical: true)
        })
        == .fails(["extensions.keyUsage is digitalSignature, keyAgreement, must be type A, C or E"]))
  }

  @Test func `does not apply: a device`() throws {
    #expect(
      try judge(KeyUsageIsNotMixed(), subject(.ncp, as: .device))
        == .doesNotApply)
  }
}
