import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SignedActivationCertificateIsValidTests {
  @Test func `passes: in its time`() throws {
    #expect(
      try judge(SignedActivationCertificateIsValid(), activation { $0.proofs = [.statement(.good, .phone)] })
        == .passes)
  }

  @Test func `fails: over`() throws {
    #expect(
      try judge(
        SignedActivationCertificateIsValid(),
        activation { $0.proofs = [.statement(.good.with(notAfter: "2026-01-02"), .phone)] })
        == .fails([
          "proof.statement.certificate is 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z, must be a time that holds \(Sample.now)"
        ]))
  }

  @Test func `does not apply: a passkey`() throws {
    #expect(
      try judge(SignedActivationCertificateIsValid(), activation())
        == .doesNotApply)
  }
}
