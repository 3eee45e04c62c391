import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NameConstraintsAreCriticalTests {
  @Test func `passes: critical`() throws {
    #expect(
      try judge(
        NameConstraintsAreCritical(),
        issuingCA {
          $0.set(NameConstraints(permittedSubtrees: [.dnsName("example.com")], excludedSubtrees: []), critical: true)
        }) == .passes)
  }

  @Test func `fails: not critical`() throws {
    #expect(
      try judge(
        NameConstraintsAreCritical(),
        issuingCA { $0.set(NameConstraints(permittedSubtrees: [.dnsName("example.com")], excludedSubtrees: [])) })
        == .fails(["extensions.nameConstraints is not critical, must be critical"]))
  }

  @Test func `does not apply: no such limit`() throws {
    #expect(try judge(NameConstraintsAreCritical(), issuingCA()) == .doesNotApply)
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(NameConstraintsAreCritical(), subject()) == .doesNotApply)
  }
}
