import CommandLineTools
import Evidence
import PolicyGates

/// Lists what is judged, where it comes from and what it is for.
struct RulesCommand {
  let screen: Screen

  static let verb = Verb(
    name: "rules", summary: "list every rule with its clause, severity, scope and gates",
    options: [
      Option("--policy", "POLICY", "only the rules that are written for this policy"),
      Option("--baseline", "BASELINE", "the editions to cite: etsi-2026 (the newest) or cir-2025-1943; else etsi-2026"),
      Option("--format", "FORMAT", "text, json (one object a line) or html (one page, no script); else text"),
    ],
    description: """
      Lists the rules of all gates by id, those that need more than a certificate included.
      The crosswalk tells the parts of EN 319 411 apart: a control of Part 1 that a qualified
      policy rests on proves the qualified claim no further than Part 1 goes. Other documents,
      which both parts refer to, have none.
      """)

  func run(_ arguments: Arguments) throws(UsageError) -> ExitCode {
    let policy: CertificatePolicy? = try LintSettings.choice("--policy", arguments)
    let baseline: Baseline = try LintSettings.choice("--baseline", arguments) ?? .etsi2026
    let rows = RuleCatalogue.all
      .filter { $0.metadata.baselines.contains(baseline) }
      .filter { rule in policy.map { rule.metadata.scope.contains(RuleScope($0)) } ?? true }
      .map { ListedRule(rule: $0, baseline: baseline, policy: policy) }
    switch arguments["--format"] {
    case nil, "text": rows.forEach { screen.print($0.text) }
    case "json": rows.forEach { screen.print($0.json) }
    case "html": screen.print(RulesPage(rows: rows, baseline: baseline, policy: policy).html)
    case let format?: throw arguments.misuse("--format is \(format), must be text, json or html")
    }
    return .admitted
  }
}

/// One rule as a list shows it.
struct ListedRule {
  let rule: CataloguedRule
  let baseline: Baseline
  /// The one that was asked for.
  let policy: CertificatePolicy?

  var metadata: RuleMetadata { rule.metadata }
  var edition: Edition { metadata.source.standard.edition(in: baseline) }

  /// The policies of the scope, then the other certificates.
  var scope: [String] {
    let others: [(RuleScope, String)] = [
      (.rootCA, "root CA"), (.intermediateCA, "intermediate CA"), (.issuingCA, "issuing CA"),
      (.crossCA, "cross-certified CA"),
      (.ocspResponder, "OCSP responder"), (.crlSigner, "CRL signer"),
    ]
    return metadata.scope.policies.map(\.rawValue) + others.filter { metadata.scope.contains($0.0) }.map(\.1)
  }

  /// The same in few words.
  var scopeInShort: String {
    if metadata.scope == .everything { return "everything" }
    let rest = metadata.scope.subtracting(.subjects)
    guard metadata.scope.isSuperset(of: .subjects) else { return scope.joined(separator: ", ") }
    return (["all policies"] + (rest.isEmpty ? [] : scope.dropFirst(metadata.scope.policies.count)))
      .joined(separator: ", ")
  }

  var crosswalk: [(kind: Crosswalk, policies: [CertificatePolicy])] {
    let rows =
      policy.map { one in
        metadata.crosswalk(for: one).map { [$0: [one]] } ?? [:]
      } ?? metadata.crosswalk
    return Crosswalk.allCases.compactMap { kind in rows[kind].map { (kind, $0) } }
  }

  /// Such as `from 2027-01-01T00:00:00Z`; nil where the rule always applies.
  var inForce: String? {
    let bounds = [metadata.effectiveFrom.map { "from \($0)" }, metadata.effectiveUntil.map { "until \($0)" }]
    let text = bounds.compactMap { $0 }.joined(separator: " ")
    return text.isEmpty ? nil : text
  }

  var text: String {
    let gates = rule.gates.joined(separator: ", ")
    var parts = [
      "\(metadata.id) \(metadata.severity.rawValue) [\(metadata.source.citation(in: baseline))] \(gates)",
      "for \(scopeInShort)",
    ]
    if let inForce { parts.append(inForce) }
    if !crosswalk.isEmpty { parts.append(crosswalk.map(\.kind.rawValue).joined(separator: "; ")) }
    if !metadata.duties.isEmpty { parts.append(metadata.duties.map(\.rawValue).joined(separator: " ")) }
    return parts.joined(separator: " | ")
  }

  var json: JSONValue {
    let source = metadata.source
    var members: [String: JSONValue] = [
      "rule": .string(metadata.id), "citation": .string(source.citation(in: baseline)),
      "standard": .string(source.standard.name), "edition": .string(edition.text),
      "read": .string(edition.reading.rawValue), "clause": .string(source.clause),
      "severity": .string(metadata.severity.rawValue), "house": .bool(source.isHouseRule),
      "scope": .array(scope.map(JSONValue.string)), "gates": .array(rule.gates.map(JSONValue.string)),
      "acts": .array(baseline.acts(for: metadata.scope).map(JSONValue.string)),
      "duties": .array(metadata.duties.map { .string($0.rawValue) }),
      "crosswalk": .object(
        Dictionary(
          uniqueKeysWithValues: crosswalk.map { kind, policies in
            (kind.rawValue, .array(policies.map { .string($0.rawValue) }))
          })),
    ]
    members["effectiveFrom"] = metadata.effectiveFrom.map { .string("\($0)") }
    members["effectiveUntil"] = metadata.effectiveUntil.map { .string("\($0)") }
    members["adaptation"] = source.adaptation.map(JSONValue.string)
    return .object(members)
  }
}
