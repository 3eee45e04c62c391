import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyUsageFitsKeyTests {
  @Test func `passes: keyAgreement with an elliptic-curve key`() throws {
    #expect(
      try judge(
        KeyUsageFitsKey(),
        subject { $0.set([.nonRepudiation, .digitalSignature, .keyAgreement] as KeyUsage, critical: true) }) == .passes)
  }

  @Test func `fails: keyEncipherment with an elliptic-curve key`() throws {
    #expect(
      try judge(
        KeyUsageFitsKey(),
        subject { $0.set([.nonRepudiation, .digitalSignature, .keyEncipherment] as KeyUsage, critical: true) })
        == .fails([
          "extensions.keyUsage is digitalSignature, nonRepudiation, keyEncipherment, must be "
            + "keyEncipherment with RSA keys only"
        ]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(KeyUsageFitsKey(), issuingCA()) == .doesNotApply)
  }
}
