import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AlternativeNamesHaveTheirFormTests {
  @Test func `passes: a mailbox, a host, a URI and another name`() throws {
    #expect(
      try outcome([
        .rfc822Name("erika@example.de"), .dnsName("example.de"), .uri("urn:x"), .directoryName(Name(Sample.personName)),
      ]) == .passes)
  }

  @Test(arguments: [
    (GeneralName.rfc822Name("nobody"), "nobody, must be local@host"),
    (.rfc822Name(""), "empty, must be local@host"),
    (.rfc822Name("@host"), "@host, must be local@host"),
    (.rfc822Name("a@"), "a@, must be local@host"),
    (.rfc822Name("Erika <a@b>"), "Erika <a@b>, must be local@host"),
    (.dnsName(""), "empty, must be a host name"), (.dnsName("a b"), "a b, must be a host name"),
    (.uri("example.de/a"), "example.de/a, must be an absolute URI"), (.uri("http:"), "http:, must be an absolute URI"),
  ])
  func `fails: a name of another form`(name: GeneralName, complaint: String) throws {
    #expect(try outcome([name]) == .fails(["extensions.subjectAltName is " + complaint]))
  }

  @Test func `does not apply: no alternative name`() throws {
    #expect(try judge(AlternativeNamesHaveTheirForm(), subject()) == .doesNotApply)
  }

  private func outcome(_ names: [GeneralName]) throws -> Outcome {
    try judge(AlternativeNamesHaveTheirForm(), subject { $0.set(SubjectAlternativeName(names)) })
  }
}
