import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AuthenticatingCertificateIsValidTests {
  @Test func `passes: valid and authenticates`() throws {
    #expect(try judge(AuthenticatingCertificateIsValid(), event(.renewal)) == .passes)
  }

  @Test func `passes: expired and revoked, and does not authenticate`() throws {
    #expect(
      try judge(
        AuthenticatingCertificateIsValid(),
        event(.rekey) {
          $0.previous?.notAfter = Sample.time("2026-11-01T00:00:00Z")
          $0.registers.revoked = .keyCompromise
          $0.process { $0.application.lifecycle?.previousAuthenticates = false }
        }) == .passes)
  }

  @Test func `fails: expired and revoked`() throws {
    #expect(
      try judge(
        AuthenticatingCertificateIsValid(),
        event(.rekey) {
          $0.previous?.notAfter = Sample.time("2026-11-01T00:00:00Z")
          $0.registers.revoked = .superseded
        })
        == .fails([
          "previousCertificate.validity is 2025-11-20T12:00:00Z to 2026-11-01T00:00:00Z, must be valid at "
            + "2026-11-20T12:00:00Z, as it authenticates the request",
          "previousCertificate is revoked at 2026-11-01T00:00:00Z, must be not revoked, as it authenticates the request",
        ]))
  }

  @Test func `fails: whether it authenticates is not said`() throws {
    #expect(
      try judge(AuthenticatingCertificateIsValid(), event(.renewal) { $0.process { $0.application.lifecycle = nil } })
        == .fails([
          "application.lifecycle.previousAuthenticates is absent, must be true or false: whether the previous certificate "
            + "authenticates the request"
        ]))
  }

  @Test func `does not apply: a first issuance`() throws {
    #expect(try judge(AuthenticatingCertificateIsValid(), event(.initial)) == .doesNotApply)
  }
}
