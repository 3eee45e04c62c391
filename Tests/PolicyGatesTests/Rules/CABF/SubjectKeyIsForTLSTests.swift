import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SubjectKeyIsForTLSTests {
  @Test func `passes: RSA`() throws {
    #expect(try judge(SubjectKeyIsForTLS(), subject(.dvcp) { $0.key = .rsa(bits: 3072) }) == .passes)
  }

  @Test func `fails: Ed25519`() throws {
    #expect(
      try judge(SubjectKeyIsForTLS(), subject(.dvcp) { $0.key = .ed25519 })
        == .fails(["subjectPublicKeyInfo is Ed25519, must be RSA, P-256, P-384 or P-521"]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(SubjectKeyIsForTLS(), subject(.qncpWGen)) == .doesNotApply)
  }
}
