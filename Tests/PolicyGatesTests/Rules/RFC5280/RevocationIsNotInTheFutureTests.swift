import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RevocationIsNotInTheFutureTests {
  @Test func `passes: before the list`() throws {
    #expect(try judge(RevocationIsNotInTheFuture(), list()) == .passes)
  }

  @Test func `passes: the compromise before the revocation`() throws {
    #expect(
      try judge(
        RevocationIsNotInTheFuture(),
        list {
          $0.list.entries = [
            RevokedCertificate(
              serialNumber: $0.list.entries[1].serialNumber, revocationDate: $0.list.entries[1].revocationDate,
              reason: .cACompromise, invalidityDate: Sample.time("2026-11-20T11:45:00Z"))
          ]
        }) == .passes)
  }

  @Test func `fails: after the list`() throws {
    #expect(
      try judge(RevocationIsNotInTheFuture(), list { $0.newEntry(.superseded, "2026-11-20T11:50:01Z") })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8].revocationDate is 2026-11-20T11:50:01Z, must be no later than thisUpdate, 2026-11-20T11:50:00Z"
        ]))
  }

  @Test func `fails: the compromise after the revocation`() throws {
    #expect(
      try judge(
        RevocationIsNotInTheFuture(),
        list {
          $0.list.entries = [
            RevokedCertificate(
              serialNumber: $0.list.entries[1].serialNumber, revocationDate: $0.list.entries[1].revocationDate,
              reason: .cACompromise, invalidityDate: Sample.time("2026-11-20T11:45:01Z"))
          ]
        })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8].invalidityDate is 2026-11-20T11:45:01Z, must be no later than the revocation"
        ]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(RevocationIsNotInTheFuture().applies(to: try list()))
    #expect(RevocationIsNotInTheFuture.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
