import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct OrganizationalUnitIsAbsentTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(OrganizationalUnitIsAbsent(), subject(.ovcp)) == .passes)
  }

  @Test func `fails: present`() throws {
    #expect(
      try judge(OrganizationalUnitIsAbsent(), subject(.ovcp) { $0.subject(.organizationalUnitName, "IT") })
        == .fails(["subject.organizationalUnitName is present, must be absent"]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(OrganizationalUnitIsAbsent(), subject(.qncpWGen)) == .doesNotApply)
  }
}
