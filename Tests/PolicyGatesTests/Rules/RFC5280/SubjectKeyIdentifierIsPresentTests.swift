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
        == .fails(["extensions.subjectKeyIdentifier is absent or empty, must be present"]))
  }

  @Test func `fails: an identifier of no bytes`() throws {
    #expect(try judge(SubjectKeyIdentifierIsPresent(), subject { $0.set(SubjectKeyIdentifier([])) }) != .passes)
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(SubjectKeyIdentifierIsPresent(), issuingCA()) == .doesNotApply)
  }
}
