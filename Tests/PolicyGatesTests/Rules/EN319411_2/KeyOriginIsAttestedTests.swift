import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyOriginIsAttestedTests {
  @Test func `passes: evidence`() throws {
    #expect(try judge(KeyOriginIsAttested(), origin()) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(KeyOriginIsAttested(), origin { $0.isAttested = false })
        == .fails(["attestation is absent, must be evidence of where the key was generated"]))
  }

  @Test func `fails: a record of our own that is no evidence, and says why`() throws {
    let altered = origin {
      $0.isAttested = false
      $0.kept = KeptKey(SampleOrigin.keeping(problem: "the statement was altered"), recorded: nil)
    }
    #expect(
      try judge(KeyOriginIsAttested(), altered)
        == .fails(["attestation is absent: the statement was altered, must be evidence of where the key was generated"])
    )
  }

  @Test func `does not apply: a policy without a QSCD`() throws {
    #expect(
      try judge(KeyOriginIsAttested(), origin(scope: RuleScope(.qcpN)) { $0.isAttested = false }) == .doesNotApply)
  }
}
