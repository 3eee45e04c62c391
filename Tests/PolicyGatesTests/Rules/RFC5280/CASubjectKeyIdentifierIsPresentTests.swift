import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CASubjectKeyIdentifierIsPresentTests {
  @Test func `passes: a key identifier`() throws {
    #expect(try judge(CASubjectKeyIdentifierIsPresent(), issuingCA()) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(CASubjectKeyIdentifierIsPresent(), issuingCA { $0.remove(SubjectKeyIdentifier.self) })
        == .fails(["extensions.subjectKeyIdentifier is absent or empty, must be present"]))
  }

  @Test func `does not apply: a subject`() throws {
    #expect(
      try judge(CASubjectKeyIdentifierIsPresent(), subject { $0.remove(SubjectKeyIdentifier.self) }) == .doesNotApply)
  }
}
