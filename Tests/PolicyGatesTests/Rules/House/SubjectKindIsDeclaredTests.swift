import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectKindIsDeclaredTests {
  @Test func `passes: a device that was declared`() throws {
    #expect(
      try judge(SubjectKindIsDeclared(), subject(.ncp, as: .device))
        == .passes)
  }

  @Test func `fails: nothing declared`() throws {
    #expect(
      try judge(SubjectKindIsDeclared(), subject(.ncpPlus))
        == .fails([
          "subject is of a kind that was not declared, so its name was not judged, must be declared as one of natural person, legal person, device, website"
        ]))
  }

  @Test func `does not apply: a policy that says it`() throws {
    #expect(
      try judge(SubjectKindIsDeclared(), subject(.qcpL))
        == .doesNotApply)
  }
}
