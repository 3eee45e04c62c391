import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectAttributesStandOnceTests {
  @Test func `passes: a street of two lines`() throws {
    #expect(
      try judge(
        SubjectAttributesStandOnce(),
        subject(.evcp) {
          $0.subject.insert(Sample.attribute(.streetAddress, "Weg 1"), at: 2)
          $0.subject.insert(Sample.attribute(.streetAddress, "Haus 2"), at: 2)
        }) == .passes)
  }

  @Test func `fails: two organisations`() throws {
    #expect(
      try judge(
        SubjectAttributesStandOnce(), subject(.ovcp) { $0.subject(.organizationName, "Example GmbH", "Other GmbH") })
        == .fails(["subject.organizationName is more than one, must be one"]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(SubjectAttributesStandOnce(), subject(.qncpWGen)) == .doesNotApply)
  }
}
