import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct EvidenceIsAuthenticTests {
  @Test func `passes: evidence without a problem`() throws {
    #expect(try judge(EvidenceIsAuthentic(), origin()) == .passes)
  }

  @Test func `fails: one finding for each problem, whatever the demand`() throws {
    for demand in [OriginDemand.origin, .secureDevice, .qscd, .caKey] {
      let refuted = origin(demand: demand) {
        $0.problems = [
          AppraisalProblem(.signatureInvalid, "leaf by device"), AppraisalProblem(.anchorUnknown, "no anchor"),
        ]
      }
      #expect(
        try judge(EvidenceIsAuthentic(), refuted)
          == .fails([
            "attestation.signature-invalid is leaf by device, must be evidence that proves what it says",
            "attestation.anchor-unknown is no anchor, must be evidence that proves what it says",
          ]))
    }
  }

  @Test func `does not apply: a policy that asks for no device`() throws {
    let asked = origin(scope: RuleScope(.qcpN)) { $0.problems = [AppraisalProblem(.formatOff, "off")] }
    #expect(try judge(EvidenceIsAuthentic(), asked) == .doesNotApply)
  }
}
