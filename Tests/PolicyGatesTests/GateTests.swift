import Evidence
import TestSupport
import Testing

@testable import PolicyGates

private let terms = JudgingTerms(baseline: .etsi2026)

private struct Failure: Error {}

private struct Thing: Sendable, Scoped {
  var scope: RuleScope?
}

private struct Holder: Sendable, Scoped {
  var thing = Thing()
  var scope: RuleScope? { thing.scope }
}

private struct ForSealsOnly: Rule {
  static let metadata = RuleMetadata(
    id: "test.gate.three.seals", source: RuleSource(standard: "T", edition: "1", clause: "3"), scope: .qualifiedSeals)
  func check(_ subject: Thing) -> [Violation] { [Violation(field: "f", found: "x", required: "y")] }
}

private struct AlwaysThrows: Rule {
  static let metadata = RuleMetadata(
    id: "test.gate.one.throws", source: RuleSource(standard: "T", edition: "1", clause: "1", isHouseRule: true),
    severity: .notice)
  func check(_ subject: Thing) throws -> [Violation] { throw Failure() }
}

private struct NotYetInForce: Rule {
  static let metadata = RuleMetadata(
    id: "test.gate.two.later", source: RuleSource(standard: "T", edition: "1", clause: "2"),
    effectiveFrom: Sample.now, effectiveUntil: Sample.now.adding(seconds: 10))
  func check(_ subject: Thing) -> [Violation] { [Violation(field: "f", found: "x", required: "y")] }
}

@Suite struct GateTests {
  @Test func `a rule is asked about what its scope covers, and about what has none`() {
    let gate = Gate("Test", [ForSealsOnly()])
    func count(_ scope: RuleScope?) -> Int {
      gate.findings(Thing(scope: scope), at: Sample.now, under: terms).count
    }
    #expect(count(RuleScope(.qcpL)) == 1)
    #expect(count(RuleScope(.qcpN)) == 0)
    #expect(count(.issuingCA) == 0)
    #expect(count(nil) == 1)
  }

  @Test func `an exception inside a rule is an error finding, whatever the rule's severity`() {
    let findings = Gate("Test", [AlwaysThrows()]).findings(
      Thing(), at: Sample.now, under: JudgingTerms(baseline: .etsi2026, houseRules: .advisory))
    #expect(findings.map(\.severity) == [.error])
    #expect(findings.map(\.field) == ["(rule)"])
  }

  @Test(arguments: [(-1, 0), (0, 1), (9, 1), (10, 0)])
  func `a rule is asked from its first instant to before its last`(seconds: Int64, count: Int) {
    let gate = Gate("Test", [NotYetInForce()])
    #expect(gate.findings(Thing(), at: Sample.now.adding(seconds: seconds), under: terms).count == count)
  }

  @Test func `a gate over a part of the evidence asks the same rules`() {
    let gate = Gate<Holder>("Test", of: { $0.thing }, [AlwaysThrows(), NotYetInForce()])
    #expect(
      gate.findings(Holder(), at: Sample.now, under: terms).map(\.rule) == [
        "test.gate.one.throws", "test.gate.two.later",
      ])
  }

  @Test func `an evaluation without gates admits nothing`() {
    #expect(!Evaluation(gates: [], findings: []).admits)
  }
}
