import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct WebSubjectAttributesAreSingleTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(WebSubjectAttributesAreSingle(), subject(.qncpWGen)) == .passes)
  }

  @Test func `fails: two organisations`() throws {
    #expect(
      try judge(
        WebSubjectAttributesAreSingle(),
        subject(.qncpWGen) { $0.subject(.organizationName, "Example GmbH", "Other GmbH") })
        == .fails(["subject.organizationName is more than one, must be one"]))
  }

  @Test func `does not apply: QNCP-w`() throws {
    #expect(try judge(WebSubjectAttributesAreSingle(), subject(.qncpW)) == .doesNotApply)
  }
}
