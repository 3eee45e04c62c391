import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AlternativeNamesAreHostsTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(AlternativeNamesAreHosts(), subject(.evcp)) == .passes)
  }

  @Test func `fails: a mailbox beside the host`() throws {
    #expect(
      try judge(
        AlternativeNamesAreHosts(),
        subject(.ovcp) { $0.set(SubjectAlternativeName([.dnsName("www.example.com"), .rfc822Name("a@example.com")])) })
        == .fails(["extensions.subjectAltName is email:a@example.com, must be dNSName and iPAddress alone"]))
  }

  @Test func `does not apply: no alternative names`() throws {
    #expect(
      try judge(AlternativeNamesAreHosts(), subject(.ovcp) { $0.remove(SubjectAlternativeName.self) }) == .doesNotApply)
  }
}
