import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PolicyMappingsSpareAnyPolicyTests {
  @Test func `passes: one policy for another`() throws {
    #expect(
      try judge(
        PolicyMappingsSpareAnyPolicy(),
        issuingCA {
          $0.set(
            PolicyMappings([
              .init(issuerDomainPolicy: ObjectIdentifier(1, 2, 3), subjectDomainPolicy: ObjectIdentifier(1, 2, 4))
            ]), critical: true)
        }) == .passes)
  }

  @Test func `fails: anyPolicy`() throws {
    #expect(
      try judge(
        PolicyMappingsSpareAnyPolicy(),
        issuingCA {
          $0.set(
            PolicyMappings([.init(issuerDomainPolicy: .anyPolicy, subjectDomainPolicy: ObjectIdentifier(1, 2, 4))]),
            critical: true)
        }) == .fails(["extensions.policyMappings is 2.5.29.32.0 (anyPolicy), must be other policies"]))
  }

  @Test func `does not apply: no mapping`() throws {
    #expect(try judge(PolicyMappingsSpareAnyPolicy(), issuingCA()) == .doesNotApply)
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(PolicyMappingsSpareAnyPolicy(), subject()) == .doesNotApply)
  }
}
