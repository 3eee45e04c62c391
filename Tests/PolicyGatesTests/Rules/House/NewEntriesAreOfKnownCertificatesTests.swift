import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NewEntriesAreOfKnownCertificatesTests {
  @Test func `passes: its certificate is at hand`() throws {
    #expect(try judge(NewEntriesAreOfKnownCertificates(), list()) == .passes)
  }

  @Test func `fails: its certificate is not`() throws {
    #expect(
      try judge(NewEntriesAreOfKnownCertificates(), list { $0.certificates = [] })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8] is of no certificate at hand, must be the number of a certificate at hand that this CA issued before"
        ]))
  }

  @Test func `fails: it is another CA's`() throws {
    #expect(
      try judge(NewEntriesAreOfKnownCertificates(), list { $0.certificates[0].issuer = Sample.issuingName })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8] is of no certificate at hand, must be the number of a certificate at hand that this CA issued before"
        ]))
  }

  @Test func `fails: it began after its revocation`() throws {
    #expect(
      try judge(
        NewEntriesAreOfKnownCertificates(), list { $0.certificates[0].notBefore = Sample.time("2026-11-20T11:45:01Z") })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8] is revoked 2026-11-20T11:45:00Z, before 2026-11-20T11:45:01Z, must be the number of a certificate at hand that this CA issued before"
        ]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(NewEntriesAreOfKnownCertificates().applies(to: try list()))
    #expect(NewEntriesAreOfKnownCertificates.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
