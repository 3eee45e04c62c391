import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DomainNamesAreNotReverseZonesTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(DomainNamesAreNotReverseZones(), subject(.ivcp)) == .passes)
  }

  @Test func `fails: a reverse name`() throws {
    #expect(
      try judge(
        DomainNamesAreNotReverseZones(),
        subject(.dvcp) { $0.set(SubjectAlternativeName([.dnsName("14.215.184.93.in-addr.ARPA")])) })
        == .fails(["extensions.subjectAltName is 14.215.184.93.in-addr.ARPA, must be outside in-addr.arpa and ip6.arpa"]
        ))
  }

  @Test func `does not apply: a person`() throws {
    #expect(try judge(DomainNamesAreNotReverseZones(), subject()) == .doesNotApply)
  }
}
