import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ResponderPurposeIsOCSPSigningTests {
  @Test func `passes: a responder`() throws {
    #expect(try judge(ResponderPurposeIsOCSPSigning(), responder()) == .passes)
  }

  @Test func `fails: no purpose`() throws {
    #expect(
      try judge(ResponderPurposeIsOCSPSigning(), responder { $0.remove(ExtendedKeyUsage.self) })
        == .fails(["extensions.extKeyUsage is absent, must be 1.3.6.1.5.5.7.3.9 (OCSPSigning)"]))
  }

  @Test func `fails: another one`() throws {
    #expect(
      try judge(ResponderPurposeIsOCSPSigning(), responder { $0.set(ExtendedKeyUsage([.serverAuth])) })
        == .fails(["extensions.extKeyUsage is 1.3.6.1.5.5.7.3.1, must be 1.3.6.1.5.5.7.3.9 (OCSPSigning)"]))
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(ResponderPurposeIsOCSPSigning(), subject()) == .doesNotApply)
  }
}
