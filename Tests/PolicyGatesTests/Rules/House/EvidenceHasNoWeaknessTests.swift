import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct EvidenceHasNoWeaknessTests {
  @Test func `passes: no weakness, or one that refuses`() throws {
    #expect(try judge(EvidenceHasNoWeakness(), origin()) == .passes)
    #expect(try judge(EvidenceHasNoWeakness(), origin { $0.weaknesses = [EvidenceWeakness(.roca, "x")] }) == .passes)
  }

  @Test(arguments: [EvidenceWeakness.Kind.noNonce, .batchSharedKey, .expiredAnchor, .derTolerance])
  func `fails: what weakens evidence, as a warning`(kind: EvidenceWeakness.Kind) throws {
    #expect(EvidenceHasNoWeakness.metadata.severity == .warning)
    #expect(
      try judge(EvidenceHasNoWeakness(), origin { $0.weaknesses = [EvidenceWeakness(kind, "why")] })
        == .fails(["attestation.\(kind.rawValue) is why, must be absent"]))
  }

  @Test func `does not apply: a policy that asks for no device`() throws {
    let asked = origin(scope: RuleScope(.ncp)) { $0.weaknesses = [EvidenceWeakness(.noNonce, "x")] }
    #expect(try judge(EvidenceHasNoWeakness(), asked) == .doesNotApply)
  }
}
