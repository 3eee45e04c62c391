import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectKeyIdentifierIsOmittedTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(SubjectKeyIdentifierIsOmitted(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: present`() throws {
    #expect(
      try judge(SubjectKeyIdentifierIsOmitted(), subject(.evcp) { $0.set(SubjectKeyIdentifier([1, 2, 3])) })
        == .fails(["extensions.subjectKeyIdentifier is present, must be absent"]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(SubjectKeyIdentifierIsOmitted(), subject(.qncpWGen)) == .doesNotApply)
  }
}
