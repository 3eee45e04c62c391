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

  @Test func `passes: what our own record says of a key that we keep, as much as what its token said then`() throws {
    for demand in [OriginDemand.secureDevice, .qscd] {
      #expect(try judge(EvidenceClassSuffices(), origin(demand: demand) { $0.keepUnderWrap() }) == .passes)
      let demo = origin(demand: demand, demo: true) {
        $0.keepUnderWrap { $0.evidenceClass = .attributesRecorded }
      }
      #expect(try judge(EvidenceClassSuffices(), demo) == .passes)
    }
  }

  @Test func `fails: a record over no certified channel outside a demo, and one that is not ours`() throws {
    let plain = origin { $0.keepUnderWrap { $0.evidenceClass = .attributesRecorded } }
    #expect(
      try judge(EvidenceClassSuffices(), plain)
        == .fails([
          "attestation.evidenceClass is attributes-recorded, must be one of signed, "
            + "attributes-live-certified-channel, attributes-recorded-certified-channel"
        ]))
    for evidenceClass in [EvidenceClass.attributesRecorded, .attributesRecordedCertifiedChannel] {
      let nobodys = origin(demo: true) {
        $0.keepUnderWrap { $0.evidenceClass = evidenceClass }
        $0.kept = nil
      }
      #expect(
        try judge(EvidenceClassSuffices(), nobodys)
          == .fails([
            "attestation.evidenceClass is \(evidenceClass.rawValue), must be one of signed, "
              + "attributes-live-certified-channel, attributes-live"
          ]))
    }
  }
}
