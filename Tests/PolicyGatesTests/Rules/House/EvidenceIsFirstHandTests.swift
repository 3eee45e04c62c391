import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct EvidenceIsFirstHandTests {
  @Test func `passes: live attributes`() throws {
    #expect(
      try judge(EvidenceIsFirstHand(), origin(scope: .issuingCA) { $0.evidenceClass = .attributesLive }) == .passes)
  }

  @Test func `fails: an assertion`() throws {
    #expect(
      try judge(EvidenceIsFirstHand(), origin(scope: .issuingCA) { $0.evidenceClass = .asserted })
        == .fails([
          "attestation.evidenceClass is asserted, must be attributes that were read from the token, or "
            + "signed evidence"
        ]))
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(EvidenceIsFirstHand(), origin(scope: .issuingCA) { $0.isAttested = false }) == .doesNotApply)
  }
}
