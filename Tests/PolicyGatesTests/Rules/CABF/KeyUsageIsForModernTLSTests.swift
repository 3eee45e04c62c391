import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyUsageIsForModernTLSTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(KeyUsageIsForModernTLS(), subject(.dvcp)) == .passes)
  }

  @Test func `passes: what other rules refuse`() throws {
    #expect(
      try judge(KeyUsageIsForModernTLS(), subject(.dvcp) { $0.set([.keyAgreement] as KeyUsage, critical: true) })
        == .passes)
  }

  @Test func `fails: absent`() throws {
    #expect(
      try judge(KeyUsageIsForModernTLS(), subject(.ovcp) { $0.remove(KeyUsage.self) })
        == .fails(["extensions.keyUsage is absent, must be digitalSignature alone"]))
  }

  @Test func `fails: keyAgreement beside it`() throws {
    #expect(
      try judge(
        KeyUsageIsForModernTLS(),
        subject(.ovcp) { $0.set([.digitalSignature, .keyAgreement] as KeyUsage, critical: true) })
        == .fails(["extensions.keyUsage is digitalSignature, keyAgreement, must be digitalSignature alone"]))
  }

  @Test func `fails: RSA that signs and deciphers`() throws {
    #expect(
      try judge(
        KeyUsageIsForModernTLS(),
        subject(.ovcp) {
          $0.key = .rsa(bits: 3072)
          $0.set([.digitalSignature, .keyEncipherment] as KeyUsage, critical: true)
        }) == .fails(["extensions.keyUsage is digitalSignature, keyEncipherment, must be digitalSignature alone"]))
  }

  @Test func `does not apply: a person`() throws {
    #expect(try judge(KeyUsageIsForModernTLS(), subject()) == .doesNotApply)
  }
}
