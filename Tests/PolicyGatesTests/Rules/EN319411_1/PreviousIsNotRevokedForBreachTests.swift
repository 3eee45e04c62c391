import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PreviousIsNotRevokedForBreachTests {
  @Test func `passes: revoked for another reason`() throws {
    #expect(
      try judge(PreviousIsNotRevokedForBreach(), event(.renewal) { $0.registers.revoked = .superseded }) == .passes)
  }

  @Test func `fails: revoked for a compromise`() throws {
    #expect(
      try judge(PreviousIsNotRevokedForBreach(), event(.renewal) { $0.registers.revoked = .keyCompromise })
        == .fails([
          "previousCertificate is revoked at 2026-11-01T00:00:00Z, reason keyCompromise, must be not revoked for a breach "
            + "of security; or a re-key"
        ]))
  }

  @Test func `fails: revoked for no reason given`() throws {
    #expect(
      try judge(PreviousIsNotRevokedForBreach(), event(.modification) { $0.registers.revoked = .unspecified })
        == .fails([
          "previousCertificate is revoked at 2026-11-01T00:00:00Z, reason unspecified, must be not revoked for a breach "
            + "of security; or a re-key"
        ]))
  }

  @Test func `does not apply: a re-key after a compromise`() throws {
    #expect(
      try judge(PreviousIsNotRevokedForBreach(), event(.rekey) { $0.registers.revoked = .keyCompromise })
        == .doesNotApply)
  }

  @Test func `does not apply: not revoked`() throws {
    #expect(try judge(PreviousIsNotRevokedForBreach(), event(.renewal)) == .doesNotApply)
  }
}
