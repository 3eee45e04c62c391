import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectAttributesSaySomethingTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(SubjectAttributesSaySomething(), subject(.ovcp)) == .passes)
  }

  @Test func `fails: a hyphen`() throws {
    #expect(
      try judge(SubjectAttributesSaySomething(), subject(.ovcp) { $0.subject(.localityName, "- ") })
        == .fails(["subject.localityName is '- ', must be a value, or absent"]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(SubjectAttributesSaySomething(), subject(.qncpWGen)) == .doesNotApply)
  }
}
