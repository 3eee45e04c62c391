import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct EvidenceClassSufficesTests {
  @Test func `passes: signed evidence`() throws {
    #expect(try judge(EvidenceClassSuffices(), origin()) == .passes)
  }

  @Test func `fails: live attributes outside a demo`() throws {
    #expect(
      try judge(EvidenceClassSuffices(), origin { $0.evidenceClass = .attributesLive })
        == .fails([
          "attestation.evidenceClass is attributes-live, must be one of signed, "
            + "attributes-live-certified-channel"
        ]))
  }

  @Test func `does not apply: a policy without a QSCD`() throws {
    #expect(try judge(EvidenceClassSuffices(), origin(scope: RuleScope(.qcpN))) == .doesNotApply)
  }
}
