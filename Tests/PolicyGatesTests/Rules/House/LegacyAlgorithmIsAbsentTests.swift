import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct LegacyAlgorithmIsAbsentTests {
  @Test func `passes: no legacy link, or one that was asked for where nothing but origin is judged`() throws {
    #expect(try judge(LegacyAlgorithmIsAbsent(), origin()) == .passes)
    let legacy = origin(demand: .origin) { $0.weaknesses = [EvidenceWeakness(.sha1Signature, "x")] }
    #expect(try judge(LegacyAlgorithmIsAbsent(), legacy) == .passes)
  }

  @Test(arguments: [EvidenceWeakness.Kind.sha1Signature, .dsa1024])
  func `fails: SHA-1 or DSA-1024 under a key that must be in a device`(kind: EvidenceWeakness.Kind) throws {
    for demand in [OriginDemand.secureDevice, .qscd, .caKey] {
      #expect(
        try judge(
          LegacyAlgorithmIsAbsent(), origin(demand: demand) { $0.weaknesses = [EvidenceWeakness(kind, "link 1")] })
          == .fails(["attestation.\(kind.rawValue) is link 1, must be links of agreed algorithms"]))
    }
  }

  @Test func `does not apply: a policy that asks for no device`() throws {
    let asked = origin(scope: RuleScope(.lcp)) { $0.weaknesses = [EvidenceWeakness(.sha1Signature, "x")] }
    #expect(try judge(LegacyAlgorithmIsAbsent(), asked) == .doesNotApply)
  }
}
