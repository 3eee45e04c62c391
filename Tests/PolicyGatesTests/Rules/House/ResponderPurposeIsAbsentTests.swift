import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ResponderPurposeIsAbsentTests {
  @Test func `passes: another purpose`() throws {
    #expect(
      try judge(ResponderPurposeIsAbsent(), subject(.ncp) { $0.set(ExtendedKeyUsage([.emailProtection])) })
        == .passes)
  }

  @Test func `fails: a responder's purpose`() throws {
    #expect(
      try judge(
        ResponderPurposeIsAbsent(), subject(.ncp) { $0.set(ExtendedKeyUsage([.emailProtection, .ocspSigning])) })
        == .fails([
          "extensions.extKeyUsage is 1.3.6.1.5.5.7.3.9 (OCSPSigning), must be absent from a subject's certificate"
        ]))
  }

  @Test func `does not apply: no purposes`() throws {
    #expect(
      try judge(ResponderPurposeIsAbsent(), subject())
        == .doesNotApply)
  }
}
