import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct DigestFitsIssuerCurveTests {
  @Test func `passes: SHA-384 on P-384`() throws {
    #expect(try judge(DigestFitsIssuerCurve(), planned(.issuing)) == .passes)
  }

  @Test func `passes: SHA-256 on P-256`() throws {
    #expect(try judge(DigestFitsIssuerCurve(), planned(.cross)) == .passes)
  }

  @Test func `fails: SHA-256 on P-384`() throws {
    #expect(
      try judge(DigestFitsIssuerCurve(), planned(.issuing) { $0.certificate.signature = .ecdsaWithSHA256 })
        == .fails(["signature is sha-256, must be sha-384 or sha3-384, as the CA's key is on P-384"]))
  }

  @Test func `fails: no algorithm of a curve's`() throws {
    #expect(
      try judge(DigestFitsIssuerCurve(), planned(.issuing) { $0.certificate.signature = .ed25519 })
        == .fails(["signature is 1.3.101.112, must be sha-384 or sha3-384, as the CA's key is on P-384"]))
  }

  @Test func `does not apply: an issuer whose key is on no curve`() throws {
    #expect(
      try judge(DigestFitsIssuerCurve(), planned(.issuing) { $0.evidence.issuerKey = .rsa(bits: 3072) })
        == .doesNotApply)
  }
}
