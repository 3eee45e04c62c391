import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct WebSubjectIsNamedTests {
  @Test func `passes: an organisation`() throws {
    #expect(try judge(WebSubjectIsNamed(), subject(.qncpWGen)) == .passes)
  }

  @Test func `passes: a person`() throws {
    #expect(
      try judge(
        WebSubjectIsNamed(),
        subject(.qncpWGen) {
          $0.subject = Sample.personName
          $0.subject(.commonName, "www.example.com")
        }) == .passes)
  }

  @Test func `fails: an organisation without identifier`() throws {
    #expect(
      try judge(WebSubjectIsNamed(), subject(.qncpWGen) { $0.subject(.organizationIdentifier) })
        == .fails(["subject.organizationIdentifier is absent, must be present for a legal person"]))
  }

  @Test func `fails: a person without country`() throws {
    #expect(
      try judge(
        WebSubjectIsNamed(),
        subject(.qncpWGen) {
          $0.subject = Sample.personName
          $0.subject(.commonName, "www.example.com")
          $0.subject(.countryName)
        }) == .fails(["subject.countryName is absent, must be present for a natural person"]))
  }

  @Test func `does not apply: QNCP-w`() throws {
    #expect(try judge(WebSubjectIsNamed(), subject(.qncpW)) == .doesNotApply)
  }
}
