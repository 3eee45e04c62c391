import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DomainsAreValidatedTests {
  @Test func `passes: validated`() throws {
    #expect(try judge(DomainsAreValidated(), process(.evcp) { $0.name("www.example.com") }) == .passes)
  }

  @Test func `passes: a name below a validated one, by a DNS method`() throws {
    #expect(try judge(DomainsAreValidated(), process(.evcp) { $0.name("a.b.www.example.com") }) == .passes)
  }

  @Test func `passes: an address of IPv6, as RFC 5952 writes it`() throws {
    #expect(
      try judge(
        DomainsAreValidated(),
        process(.ovcp) {
          let address: [UInt8] = [0x20, 0x01, 0x48, 0x60] + [UInt8](repeating: 0, count: 11) + [1]
          $0.certificate.set(SubjectAlternativeName([.ipAddress(address)]))
          $0.application.domains[0].domain = "2001:4860::1"
          $0.application.domains[0].method = "3.2.2.5.6"
        }) == .passes)
  }

  @Test func `passes: many names below many validations, in the time of one each`() throws {
    let names = (0..<3000).map { "h\($0).d\($0 % 1000).example.com" }
    let facts = try process(.ovcp) {
      $0.certificate.set(SubjectAlternativeName(names.map { .dnsName($0) }))
      $0.application.domains = (0..<1000).map { .sample("d\($0).example.com") }
    }
    #expect(try judge(DomainsAreValidated(), facts) == .passes)
  }

  @Test func `fails: another name`() throws {
    #expect(
      try judge(DomainsAreValidated(), process(.evcp) { $0.name("www.example.org") })
        == .fails(["application.domains is nothing about www.example.org, must be its validation"]))
  }

  @Test func `fails: a method that the requirements took back`() throws {
    #expect(
      try judge(
        DomainsAreValidated(),
        process(.evcp) {
          $0.name("www.example.com")
          $0.application.domains[0].method = "3.2.2.4.6"
        })
        == .fails([
          "application.domains is www.example.com by method 3.2.2.4.6, at 2026-11-19T10:00:00Z, must be a method of 3.2.2.4 or 3.2.2.5 and its time"
        ]))
  }

  @Test func `fails: a file on one host does not speak for those below it`() throws {
    #expect(
      try judge(
        DomainsAreValidated(),
        process(.evcp) {
          $0.name("a.www.example.com")
          $0.application.domains[0].method = "3.2.2.4.18"
        }) == .fails(["application.domains is nothing about a.www.example.com, must be its validation"]))
  }

  @Test func `does not apply: no policy for websites`() throws {
    #expect(try judge(DomainsAreValidated(), process()) == .doesNotApply)
  }
}
