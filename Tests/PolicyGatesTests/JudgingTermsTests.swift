import Evidence
import TestSupport
import Testing

@testable import PolicyGates

private struct Thing: Sendable, Scoped {
  var scope: RuleScope?
}

private struct NewInETSI: Rule {
  static let metadata = RuleMetadata(
    id: "test.terms.one.new", source: .en319412part5("QCS-4.1-02A"), baselines: [.etsi2026])
  func check(_ subject: Thing) -> [Violation] { [Violation(field: "f", found: "x", required: "y")] }
}

private struct Algorithms: Rule {
  static let metadata = RuleMetadata(id: "test.terms.two.algorithm", source: .ts119312("6.3"))
  func check(_ subject: Thing) -> [Violation] { [Violation(field: "f", found: "x", required: "y")] }
}

@Suite struct JudgingTermsTests {
  private func findings(_ rule: any Rule<Thing>, _ baseline: Baseline) -> [String] {
    Gate("Test", [rule]).findings(Thing(), at: Sample.now, under: JudgingTerms(baseline: baseline)).map(\.clause)
  }

  @Test func `a rule outside the baseline is not asked`() {
    #expect(findings(NewInETSI(), .etsi2026) == ["EN 319 412-5 V2.6.1 (2026-06) QCS-4.1-02A"])
    #expect(findings(NewInETSI(), .cir2025) == [])
  }

  @Test func `a finding cites the edition of the baseline, and says what rests on the act`() {
    #expect(findings(Algorithms(), .etsi2026) == ["TS 119 312 V2.1.1 (2026-06) 6.3"])
    #expect(
      findings(Algorithms(), .cir2025) == [
        "TS 119 312 V2.1.1 (2026-06) 6.3, as CIR (EU) 2025/1943 adapts it "
          + "(algorithms shall be among the ECCG's agreed mechanisms; read in a third party's conversion)"
      ])
    let source = RuleSource.en319412part2("GEN-4.3.1-1", house: true)
    #expect(source.citation(in: .cir2025) == "EN 319 412-2 V2.4.1 GEN-4.3.1-1, stricter by house rule")
  }

  @Test func `each act presumes conformity for its own certificates`() {
    #expect(Baseline.cir2025.acts(for: RuleScope(.qcpN)) == ["CIR (EU) 2025/1943"])
    #expect(Baseline.cir2025.acts(for: RuleScope(.qncpW)) == ["CIR (EU) 2025/2527"])
    #expect(Baseline.cir2025.acts(for: .qualified) == ["CIR (EU) 2025/1943", "CIR (EU) 2025/2527"])
    #expect(Baseline.cir2025.acts(for: .part1) == [])
    #expect(Baseline.etsi2026.acts(for: .qualified) == [])
  }

  private static let should = "etsi.en_319_411_1.gen-6-3-3-02a.serial_number_short"

  @Test func `a should that the policy raises refuses`() throws {
    let raised = try RaisedSeverities([Self.should])
    func severities(_ raised: RaisedSeverities) throws -> [Severity] {
      let evidence = try evidence {
        $0.certificate.serial = [1]
        $0.reserve()
        $0.terms = JudgingTerms(baseline: .etsi2026, raised: raised)
      }
      return CertificateGates.evaluate(evidence).findings.map(\.severity)
    }
    #expect(try severities(RaisedSeverities()) == [.warning])
    #expect(try severities(raised) == [.error])
    #expect(try severities(RaisedSeverities().union(raised)) == [.error])
  }

  @Test func `a shall, a notice and an unknown id cannot be raised`() {
    func problem(_ id: String) -> String? {
      do { return try RaisedSeverities([id]).rules.first } catch { return "\(error)" }
    }
    #expect(
      problem("etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing")
        == "etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing is an error already: a shall is neither raised nor lowered")
    #expect(problem("no.such.rule") == "no.such.rule is no rule; 'policy-gates rules' lists them")
    #expect(
      RaisedSeverityError(rule: "a.b.c", severity: .notice).description
        == "a.b.c is information and asks for nothing: only a should can be raised")
  }
}
