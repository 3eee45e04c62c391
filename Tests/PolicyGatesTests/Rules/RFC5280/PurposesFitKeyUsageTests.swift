import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PurposesFitKeyUsageTests {
  @Test func `passes: protection of mail`() throws {
    #expect(
      try judge(PurposesFitKeyUsage(), subject { $0.set(ExtendedKeyUsage([.clientAuth, .emailProtection])) })
        == .passes)
  }

  @Test func `passes: a purpose that is not known here`() throws {
    #expect(
      try judge(PurposesFitKeyUsage(), subject { $0.set(ExtendedKeyUsage([.documentSigning])) })
        == .passes)
  }

  @Test func `fails: authentication alone, which the key may not do`() throws {
    #expect(
      try judge(PurposesFitKeyUsage(), subject { $0.set(ExtendedKeyUsage([.clientAuth])) })
        == .fails([
          "extensions.extKeyUsage is 1.3.6.1.5.5.7.3.2, must be a purpose that fits the key usage nonRepudiation"
        ]))
  }

  @Test func `does not apply: no purposes`() throws {
    #expect(
      try judge(PurposesFitKeyUsage(), subject())
        == .doesNotApply)
  }

  @Test func `does not apply: no key usage`() throws {
    #expect(
      try judge(
        PurposesFitKeyUsage(),
        subject {
          $0.remove(KeyUsage.self)
          $0.set(ExtendedKeyUsage([.clientAuth]))
        })
        == .doesNotApply)
  }
}
