import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct InhibitAnyPolicyIsCriticalTests {
  @Test func `passes: critical`() throws {
    #expect(
      try judge(
        InhibitAnyPolicyIsCritical(), issuingCA { $0.set(InhibitAnyPolicy(skipCertificates: 0), critical: true) })
        == .passes)
  }

  @Test func `fails: not critical`() throws {
    #expect(
      try judge(InhibitAnyPolicyIsCritical(), issuingCA { $0.set(InhibitAnyPolicy(skipCertificates: 0)) })
        == .fails(["extensions.inhibitAnyPolicy is not critical, must be critical"]))
  }

  @Test func `does not apply: no such limit`() throws {
    #expect(try judge(InhibitAnyPolicyIsCritical(), issuingCA()) == .doesNotApply)
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(InhibitAnyPolicyIsCritical(), subject()) == .doesNotApply)
  }
}
