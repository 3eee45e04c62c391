import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerAgreesWithTheListTests {
  @Test func `passes: good, and not listed`() throws {
    #expect(try judge(AnswerAgreesWithTheList(), answer()) == .passes)
  }

  @Test func `passes: revoked as listed`() throws {
    #expect(
      try judge(
        AnswerAgreesWithTheList(),
        answer {
          $0.revoke(.revoked(at: Sample.time("2026-11-20T11:45:00Z").generalized, reason: .cessationOfOperation))
        }) == .passes)
  }

  @Test func `fails: good, and listed`() throws {
    #expect(
      try judge(AnswerAgreesWithTheList(), answer { $0.revoke(.good) })
        == .fails([
          "responses[4d3a1b2c3d4e5f60718293a4b5c6d7e8].certStatus is good, and listed as revoked on 2026-11-20T11:45:00Z, must be what the CA's list says"
        ]))
  }

  @Test func `fails: revoked, and not listed`() throws {
    #expect(
      try judge(
        AnswerAgreesWithTheList(),
        answer {
          $0.status = .revoked(at: Sample.time("2026-11-20T11:45:00Z").generalized, reason: .cessationOfOperation)
        })
        == .fails([
          "responses[4d3a1b2c3d4e5f60718293a4b5c6d7e8].certStatus is revoked, and not listed, must be what the CA's list says"
        ]))
  }

  @Test func `fails: revoked at another time`() throws {
    #expect(
      try judge(
        AnswerAgreesWithTheList(),
        answer {
          $0.revoke(.revoked(at: Sample.time("2026-11-20T11:44:00Z").generalized, reason: .cessationOfOperation))
        })
        == .fails([
          "responses[4d3a1b2c3d4e5f60718293a4b5c6d7e8].certStatus is revoked on 2026-11-20T11:44:00Z, and listed for 2026-11-20T11:45:00Z or for another reason, must be what the CA's list says"
        ]))
  }

  @Test func `fails: for another reason`() throws {
    #expect(
      try judge(
        AnswerAgreesWithTheList(),
        answer { $0.revoke(.revoked(at: Sample.time("2026-11-20T11:45:00Z").generalized, reason: .superseded)) })
        == .fails([
          "responses[4d3a1b2c3d4e5f60718293a4b5c6d7e8].certStatus is revoked on 2026-11-20T11:45:00Z, and listed for 2026-11-20T11:45:00Z or for another reason, must be what the CA's list says"
        ]))
  }

  @Test func `fails: unknown, of an issued certificate`() throws {
    #expect(
      try judge(AnswerAgreesWithTheList(), answer { $0.status = .unknown })
        == .fails([
          "responses[4d3a1b2c3d4e5f60718293a4b5c6d7e8].certStatus is unknown, of a certificate that the CA issued, must be what the CA's list says"
        ]))
  }

  @Test func `does not apply: no list`() throws {
    #expect(try judge(AnswerAgreesWithTheList(), answer { $0.list = nil }) == .doesNotApply)
  }
}
