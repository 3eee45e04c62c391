import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectAttributesAreInOrderTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(SubjectAttributesAreInOrder(), subject(.evcp)) == .passes)
  }

  @Test func `fails: the organisation before the country`() throws {
    #expect(
      try judge(SubjectAttributesAreInOrder(), subject(.ovcp) { $0.subject.reverse() })
        == .fails([
          "subject is organizationName, localityName, countryName, must be in the order of the Baseline Requirements"
        ]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(SubjectAttributesAreInOrder(), subject(.qncpWGen)) == .doesNotApply)
  }
}
