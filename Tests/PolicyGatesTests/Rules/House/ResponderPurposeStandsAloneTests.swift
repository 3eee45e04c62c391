import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ResponderPurposeStandsAloneTests {
  @Test func `passes: one purpose`() throws {
    #expect(try judge(ResponderPurposeStandsAlone(), responder()) == .passes)
  }

  @Test func `fails: another beside it`() throws {
    #expect(
      try judge(ResponderPurposeStandsAlone(), responder { $0.set(ExtendedKeyUsage([.ocspSigning, .serverAuth])) })
        == .fails(["extensions.extKeyUsage is 1.3.6.1.5.5.7.3.1, must be 1.3.6.1.5.5.7.3.9 (OCSPSigning) alone"]))
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(ResponderPurposeStandsAlone(), subject()) == .doesNotApply)
  }
}
