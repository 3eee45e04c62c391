import Evidence
import PolicyGates
import Testing

@testable import policy_gates

@Suite struct RulesTests {
  private static let sscd = "etsi.en_319_411_2.gen-6-6-1-03.qcsscd_missing"

  private func listed(_ id: String, _ words: String...) -> [String: JSONValue]? {
    Run(["rules", "--format", "json"] + words).objects.first { $0["rule"] == .string(id) }
  }

  @Test func `a rule says where it comes from, for whom it is written, and what it answers`() throws {
    let row = try #require(listed(Self.sscd))
    #expect(row["standard"] == .string("EN 319 411-2"))
    #expect(row["edition"] == .string("V2.6.1 (2025-06)"))
    #expect(row["read"] == .string("transcription"))
    #expect(row["scope"] == .array([.string("qcp-n-qscd"), .string("qcp-l-qscd")]))
    #expect(row["duties"] == .array([.string("R-I3")]))
    #expect(
      row["crosswalk"] == .object(["411-2 only": .array([.string("qcp-n-qscd"), .string("qcp-l-qscd")])]))
  }

  @Test func `the baseline decides the edition and the acts`() throws {
    let id = "etsi.en_319_412_5.qcs-5-01.qccompliance_missing"
    #expect(try #require(listed(id))["edition"] == .string("V2.6.1 (2026-06)"))
    let row = try #require(listed(id, "--baseline", "cir-2025-1943"))
    #expect(row["edition"] == .string("V2.5.1 (2025-06)"))
    #expect(row["acts"] == .array([.string("CIR (EU) 2025/1943"), .string("CIR (EU) 2025/2527")]))
  }

  @Test func `a control of Part 1 is marked where a qualified policy rests on it`() throws {
    let id = "etsi.en_319_411_1.reg-6-3-1-01.csr_key_differs"
    func crosswalk(_ policy: String) throws -> JSONValue? { try #require(listed(id, "--policy", policy))["crosswalk"] }
    #expect(
      try crosswalk("qcp-n")
        == .object(["411-1 control used for a qualified claim": .array([.string("qcp-n")])]))
    #expect(try crosswalk("ncp") == .object(["411-1 only": .array([.string("ncp")])]))
  }

  @Test func `a policy has the rules of its scope only`() {
    #expect(listed(Self.sscd, "--policy", "qcp-n") == nil)
    #expect(listed(Self.sscd, "--policy", "qcp-n-qscd") != nil)
    #expect(Run(["rules", "--policy", "qcp-x"]).code == 2)
    #expect(Run(["rules", "--format", "pdf"]).code == 2)
  }

  @Test func `the page has every rule once, no script, and nothing to fetch`() {
    let page = Run(["rules", "--format", "html"]).output
    for rule in RuleCatalogue.all where rule.metadata.baselines.contains(.etsi2026) {
      #expect(page.components(of: "<tr id=\"\(rule.metadata.id)\"") == 1, "\(rule.metadata.id)")
    }
    for word in ["<script", "http://", "https://", "src="] { #expect(!page.contains(word)) }
    #expect(page.contains("<html lang=\"en\">"))
  }
}

extension String {
  fileprivate func components(of text: String) -> Int { ranges(of: text).count }
}
