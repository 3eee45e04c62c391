import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct FormatIsProvenTests {
  @Test func `passes: a settled format, or a demand below a QSCD`() throws {
    #expect(try judge(FormatIsProven(), origin()) == .passes)
    for demand in [OriginDemand.origin, .secureDevice] {
      let draft = origin(demand: demand) { $0.weaknesses = [EvidenceWeakness(.provisionalEncoding, "x")] }
      #expect(try judge(FormatIsProven(), draft) == .passes)
    }
  }

  @Test(arguments: [EvidenceWeakness.Kind.provisionalEncoding, .untestedFormat])
  func `fails: a draft or untested format for a QSCD`(kind: EvidenceWeakness.Kind) throws {
    #expect(
      try judge(FormatIsProven(), origin { $0.weaknesses = [EvidenceWeakness(kind, "draft -07")] })
        == .fails([
          "attestation.\(kind.rawValue) is draft -07, must be evidence of a format that was verified against genuine "
            + "statements"
        ]))
  }

  @Test func `does not apply: a policy without a QSCD`() throws {
    let asked = origin(scope: RuleScope(.ncpPlus)) { $0.weaknesses = [EvidenceWeakness(.untestedFormat, "x")] }
    #expect(try judge(FormatIsProven(), asked) == .doesNotApply)
  }
}
