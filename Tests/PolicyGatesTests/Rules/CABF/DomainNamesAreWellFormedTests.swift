import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DomainNamesAreWellFormedTests {
  @Test func `passes: a wildcard and digits`() throws {
    #expect(
      try judge(
        DomainNamesAreWellFormed(),
        subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("*.example.com"), .dnsName("3.1-4.example.com")])) })
        == .passes)
  }

  @Test func `fails: an underscore`() throws {
    #expect(
      try judge(
        DomainNamesAreWellFormed(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("a_b.example.com")])) })
        == .fails([
          "extensions.subjectAltName is a_b.example.com, must be labels of letters, digits and inner hyphens, joined by dots, below at most one leftmost *"
        ]))
  }

  @Test func `fails: an asterisk that is not alone`() throws {
    #expect(
      try judge(
        DomainNamesAreWellFormed(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("w*.example.com")])) })
        == .fails([
          "extensions.subjectAltName is w*.example.com, must be labels of letters, digits and inner hyphens, joined by dots, below at most one leftmost *"
        ]))
  }

  @Test func `fails: an asterisk that is not leftmost`() throws {
    #expect(
      try judge(
        DomainNamesAreWellFormed(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("www.*.example.com")])) })
        == .fails([
          "extensions.subjectAltName is www.*.example.com, must be labels of letters, digits and inner hyphens, joined by dots, below at most one leftmost *"
        ]))
  }

  @Test func `fails: an asterisk alone`() throws {
    #expect(
      try judge(DomainNamesAreWellFormed(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("*")])) })
        == .fails([
          "extensions.subjectAltName is *, must be labels of letters, digits and inner hyphens, joined by dots, below at most one leftmost *"
        ]))
  }

  @Test func `fails: a dot behind`() throws {
    #expect(
      try judge(
        DomainNamesAreWellFormed(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("www.example.com.")])) })
        == .fails([
          "extensions.subjectAltName is www.example.com., must be labels of letters, digits and inner hyphens, joined by dots, below at most one leftmost *"
        ]))
  }

  @Test func `fails: two dots`() throws {
    #expect(
      try judge(
        DomainNamesAreWellFormed(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("www..example.com")])) })
        == .fails([
          "extensions.subjectAltName is www..example.com, must be labels of letters, digits and inner hyphens, joined by dots, below at most one leftmost *"
        ]))
  }

  @Test func `fails: a hyphen at the edge`() throws {
    #expect(
      try judge(
        DomainNamesAreWellFormed(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("-www.example.com")])) })
        == .fails([
          "extensions.subjectAltName is -www.example.com, must be labels of letters, digits and inner hyphens, joined by dots, below at most one leftmost *"
        ]))
  }

  @Test func `fails: a hyphen at the other edge`() throws {
    #expect(
      try judge(
        DomainNamesAreWellFormed(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("www-.example.com")])) })
        == .fails([
          "extensions.subjectAltName is www-.example.com, must be labels of letters, digits and inner hyphens, joined by dots, below at most one leftmost *"
        ]))
  }

  @Test func `fails: an address`() throws {
    #expect(
      try judge(
        DomainNamesAreWellFormed(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("93.184.215.14")])) })
        == .fails([
          "extensions.subjectAltName is 93.184.215.14, must be labels of letters, digits and inner hyphens, joined by dots, below at most one leftmost *"
        ]))
  }

  @Test func `fails: an empty name`() throws {
    #expect(
      try judge(DomainNamesAreWellFormed(), subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("")])) })
        == .fails([
          "extensions.subjectAltName is empty, must be labels of letters, digits and inner hyphens, joined by dots, below at most one leftmost *"
        ]))
  }

  @Test func `fails: a label of 64 letters`() throws {
    #expect(
      try judge(
        DomainNamesAreWellFormed(),
        subject(.dvcp) {
          $0.set(
            SubjectAlternativeName([
              .dnsName("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com")
            ]))
        })
        == .fails([
          "extensions.subjectAltName is aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.com, must be labels of letters, digits and inner hyphens, joined by dots, below at most one leftmost *"
        ]))
  }

  @Test func `does not apply: addresses alone`() throws {
    #expect(
      try judge(
        DomainNamesAreWellFormed(), subject(.ovcp) { $0.set(SubjectAlternativeName([.ipAddress([93, 184, 215, 14])])) })
        == .doesNotApply)
  }
}
