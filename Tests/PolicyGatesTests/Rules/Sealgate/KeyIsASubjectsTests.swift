import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyIsASubjectsTests {
  @Test func `passes: a signatory's`() throws {
    #expect(
      try judge(KeyIsASubjects(), control())
        == .passes)
  }

  @Test func `fails: a CA's`() throws {
    #expect(
      try judge(KeyIsASubjects(), control { $0.isTheServices = true })
        == .fails(["credential.key is a key of the service, must be a signatory's"]))
  }

  @Test func `does not apply to nothing: every act of sole control is judged, and never another act`() throws {
    #expect(KeyIsASubjects().applies(to: try control()))
    #expect(KeyIsASubjects.metadata.scope == .soleControl)
    #expect(RuleScope.everything.isDisjoint(with: .soleControl))
  }
}
