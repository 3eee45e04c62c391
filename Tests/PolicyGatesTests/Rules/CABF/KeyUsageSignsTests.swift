import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyUsageSignsTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(KeyUsageSigns(), subject(.dvcp)) == .passes)
  }

  @Test func `fails: keyAgreement alone`() throws {
    #expect(
      try judge(KeyUsageSigns(), subject(.ovcp) { $0.set([.keyAgreement] as KeyUsage, critical: true) })
        == .fails(["extensions.keyUsage is keyAgreement, must be with digitalSignature"]))
  }

  @Test func `does not apply: RSA`() throws {
    #expect(
      try judge(
        KeyUsageSigns(),
        subject(.ovcp) {
          $0.key = .rsa(bits: 3072)
          $0.set([.keyEncipherment] as KeyUsage, critical: true)
        }) == .doesNotApply)
  }
}
