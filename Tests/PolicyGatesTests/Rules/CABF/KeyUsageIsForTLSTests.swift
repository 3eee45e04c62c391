import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyUsageIsForTLSTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(KeyUsageIsForTLS(), subject(.dvcp)) == .passes)
  }

  @Test func `passes: RSA that deciphers`() throws {
    #expect(
      try judge(
        KeyUsageIsForTLS(),
        subject(.dvcp) {
          $0.key = .rsa(bits: 3072)
          $0.set([.keyEncipherment, .dataEncipherment] as KeyUsage, critical: true)
        }) == .passes)
  }

  @Test func `fails: nonRepudiation`() throws {
    #expect(
      try judge(
        KeyUsageIsForTLS(), subject(.ovcp) { $0.set([.digitalSignature, .nonRepudiation] as KeyUsage, critical: true) })
        == .fails([
          "extensions.keyUsage is digitalSignature, nonRepudiation, must be without nonRepudiation for this kind of key"
        ]))
  }

  @Test func `fails: data under an elliptic-curve key`() throws {
    #expect(
      try judge(
        KeyUsageIsForTLS(),
        subject(.ovcp) { $0.set([.digitalSignature, .dataEncipherment] as KeyUsage, critical: true) })
        == .fails([
          "extensions.keyUsage is digitalSignature, dataEncipherment, must be without dataEncipherment for this kind of key"
        ]))
  }

  @Test func `does not apply: no key usage`() throws {
    #expect(try judge(KeyUsageIsForTLS(), subject(.ovcp) { $0.remove(KeyUsage.self) }) == .doesNotApply)
  }
}
