import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DomainLabelsAreNotReservedTests {
  @Test func `passes: Punycode`() throws {
    #expect(
      try judge(
        DomainLabelsAreNotReserved(),
        subject(.dvcp) {
          $0.set(
            SubjectAlternativeName([
              .dnsName("xn--bcher-kva.example.com"), .dnsName("xn--fiqs8s.example.com"),
              .dnsName("XN--MGBERP4A5D4AR.example.com"),
            ]))
        }) == .passes)
  }

  @Test func `fails: another prefix`() throws {
    #expect(
      try judge(
        DomainLabelsAreNotReserved(),
        subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("ab--cd.example.com")])) })
        == .fails(["extensions.subjectAltName is ab--cd, must be xn-- with Punycode, or no hyphens in that place"]))
  }

  @Test func `fails: a number without an end`() throws {
    #expect(
      try judge(
        DomainLabelsAreNotReserved(),
        subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("xn--a-zzzzzzzzzz.example.com")])) })
        == .fails([
          "extensions.subjectAltName is xn--a-zzzzzzzzzz, must be xn-- with Punycode, or no hyphens in that place"
        ]))
  }

  @Test func `fails: nothing behind`() throws {
    #expect(
      try judge(
        DomainLabelsAreNotReserved(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("xn--.example.com")])) })
        == .fails(["extensions.subjectAltName is xn--, must be xn-- with Punycode, or no hyphens in that place"]))
  }

  @Test func `fails: no digits behind`() throws {
    #expect(
      try judge(
        DomainLabelsAreNotReserved(),
        subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("xn--abc-.example.com")])) })
        == .fails(["extensions.subjectAltName is xn--abc-, must be xn-- with Punycode, or no hyphens in that place"]))
  }

  @Test func `fails: a code point beyond Unicode`() throws {
    #expect(
      try judge(
        DomainLabelsAreNotReserved(),
        subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("xn--99999999.example.com")])) })
        == .fails(["extensions.subjectAltName is xn--99999999, must be xn-- with Punycode, or no hyphens in that place"]
        ))
  }

  @Test func `does not apply: no name`() throws {
    #expect(
      try judge(DomainLabelsAreNotReserved(), subject(.dvcp) { $0.remove(SubjectAlternativeName.self) })
        == .doesNotApply)
  }
}
