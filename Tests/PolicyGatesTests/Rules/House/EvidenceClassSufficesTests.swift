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

  @Test func `fails: live attributes of any kind, where a file is judged`() throws {
    #expect(
      try judge(EvidenceClassSuffices(), origin(demand: .origin) { $0.evidenceClass = .attributesLiveCertifiedChannel })
        == .fails(["attestation.evidenceClass is attributes-live-certified-channel, must be one of signed"]))
  }

  @Test func `passes: the certified channel, or in a demonstration what a module says`() throws {
    for demand in [OriginDemand.secureDevice, .qscd] {
      let live = origin(demand: demand) { $0.evidenceClass = .attributesLiveCertifiedChannel }
      #expect(try judge(EvidenceClassSuffices(), live) == .passes)
      let demo = origin(demand: demand, demo: true) { $0.evidenceClass = .attributesLive }
      #expect(try judge(EvidenceClassSuffices(), demo) == .passes)
    }
  }
}
