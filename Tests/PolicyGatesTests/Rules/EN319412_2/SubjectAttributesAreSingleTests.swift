import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectAttributesAreSingleTests {
  @Test func `passes: one common name`() throws {
    #expect(try judge(SubjectAttributesAreSingle(), subject()) == .passes)
  }

  @Test func `fails: two common names`() throws {
    #expect(
      try judge(SubjectAttributesAreSingle(), subject { $0.subject(.commonName, "Erika", "Mustermann") })
        == .fails(["subject.commonName is more than one, must be one"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(SubjectAttributesAreSingle(), issuingCA()) == .doesNotApply)
  }
}
