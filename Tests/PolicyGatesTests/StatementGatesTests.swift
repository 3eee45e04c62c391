import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct StatementGatesTests {
  @Test func `a good statement gets a permit for its very bytes`() throws {
    let evidence = try statement()
    switch StatementGates.decide(evidence) {
    case .refused(let evaluation): Issue.record("\(evaluation.findings)")
    case .admitted(let permit, let evaluation):
      #expect(permit.messages == [evidence.tbsEvidence])
      #expect(permit.publicKey == SampleKey.issuing.facts.spki)
      #expect(permit.scheme == .ecdsa(.sha256))
      #expect(evaluation.gates == ["Statement", "AttestationKey"])
      #expect(evaluation.findings.isEmpty)
    }
  }

  @Test func `one violation refuses`() throws {
    guard case .refused(let evaluation) = StatementGates.decide(try statement { $0.signer = nil }) else {
      Issue.record("a permit")
      return
    }
    #expect(evaluation.findings.map(\.rule) == ["sealgate.house.statement.attestation_key_elsewhere"])
  }

  @Test func `a report that softens house rules softens none where something gets signed`() throws {
    let evidence = try statement { $0.signer = nil }
    let findings = evaluate(
      evidence, gates: StatementEvidence.gates, at: evidence.now,
      under: JudgingTerms(baseline: .etsi2026, houseRules: .advisory))
    #expect(findings.admits)
    #expect(!StatementGates.evaluate(evidence).admits)
  }
}
