import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct LegalPersonAttributesAreSingleTests {
  @Test func `passes: one of each`() throws {
    #expect(
      try judge(LegalPersonAttributesAreSingle(), subject(.qcpL))
        == .passes)
  }

  @Test func `fails: two names and two identifiers`() throws {
    #expect(
      try judge(
        LegalPersonAttributesAreSingle(),
        subject(.qcpL) {
          $0.subject(.organizationName, "A", "B")
          $0.subject(.organizationIdentifier, "NTRDE-1", "VATDE-2")
        })
        == .fails([
          "subject.organizationName is more than one, must be one",
          "subject.organizationIdentifier is more than one, must be one",
        ]))
  }

  @Test func `does not apply: a natural person`() throws {
    #expect(
      try judge(LegalPersonAttributesAreSingle(), subject(.qcpN))
        == .doesNotApply)
  }
}
