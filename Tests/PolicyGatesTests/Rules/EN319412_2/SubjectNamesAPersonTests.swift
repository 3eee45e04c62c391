import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectNamesAPersonTests {
  @Test func `passes: a person's names`() throws {
    #expect(try judge(SubjectNamesAPerson(), subject()) == .passes)
  }

  @Test func `fails: an organisation's names`() throws {
    #expect(
      try judge(SubjectNamesAPerson(), subject { $0.subject = Sample.issuingName })
        == .fails([
          "subject.surname is no givenName, surname or pseudonym, must be givenName or surname, or else "
            + "pseudonym"
        ]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(SubjectNamesAPerson(), issuingCA()) == .doesNotApply)
  }
}
