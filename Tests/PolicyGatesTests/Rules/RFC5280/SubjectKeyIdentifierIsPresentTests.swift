import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectKeyIdentifierIsPresentTests {
  @Test func `passes: a key identifier`() throws {
    #expect(try judge(SubjectKeyIdentifierIsPresent(), subject()) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(SubjectKeyIdentifierIsPresent(), subject { $0.remove(SubjectKeyIdentifier.self) })
        == .fails(["extensions.subjectKeyIdentifier is absent, must be present"]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(SubjectKeyIdentifierIsPresent(), issuingCA()) == .doesNotApply)
  }
}
