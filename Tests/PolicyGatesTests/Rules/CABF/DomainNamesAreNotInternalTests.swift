import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DomainNamesAreNotInternalTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(DomainNamesAreNotInternal(), subject(.qncpWGen)) == .passes)
  }

  @Test func `fails: one label`() throws {
    #expect(
      try judge(DomainNamesAreNotInternal(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("intranet")])) })
        == .fails(["extensions.subjectAltName is intranet, must be a name below a public top-level domain"]))
  }

  @Test func `fails: a wildcard over a whole top-level domain`() throws {
    #expect(
      try judge(DomainNamesAreNotInternal(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("*.com")])) })
        == .fails(["extensions.subjectAltName is *.com, must be a name below a public top-level domain"]))
  }

  @Test func `fails: a name of the local network`() throws {
    #expect(
      try judge(
        DomainNamesAreNotInternal(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("printer.local")])) })
        == .fails(["extensions.subjectAltName is printer.local, must be a name below a public top-level domain"]))
  }

  @Test func `fails: a name at home`() throws {
    #expect(
      try judge(
        DomainNamesAreNotInternal(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("nas.home.arpa")])) })
        == .fails(["extensions.subjectAltName is nas.home.arpa, must be a name below a public top-level domain"]))
  }

  @Test func `does not apply: addresses alone`() throws {
    #expect(
      try judge(
        DomainNamesAreNotInternal(),
        subject(.ovcp) { $0.set(SubjectAlternativeName([.ipAddress([93, 184, 215, 14])])) }) == .doesNotApply)
  }
}
