import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct BusinessCategoryIsKnownTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(BusinessCategoryIsKnown(), subject(.evcp)) == .passes)
  }

  @Test func `fails: the words of an older edition`() throws {
    #expect(
      try judge(BusinessCategoryIsKnown(), subject(.qevcpW) { $0.subject(.businessCategory, "V1.0, Clause 5.(b)") })
        == .fails([
          "subject.businessCategory is V1.0, Clause 5.(b), must be Private Organization, or Government Entity, or Business Entity, or Non-Commercial Entity"
        ]))
  }

  @Test func `does not apply: an organisation validated the plain way`() throws {
    #expect(try judge(BusinessCategoryIsKnown(), subject(.ovcp)) == .doesNotApply)
  }
}
