/// A rule and the gates that ask it, for listings: what is judged, where it comes from, and how binding it is.
public struct CataloguedRule: Sendable, Hashable {
  public let metadata: RuleMetadata
  /// Such as `certificate/Profile`: the act and the gate.
  public let gates: [String]
}

/// Every rule of every gate.
public enum RuleCatalogue {
  /// Ordered by id.
  public static let all: [CataloguedRule] = {
    var gates: [RuleMetadata: [String]] = [:]
    for (name, metadata) in listed(CertificateEvidence.gates, "certificate")
      + listed(CACertificateEvidence.gates, "ca-certificate") + listed(CertificateLint.gates, "lint")
      + listed(StatementEvidence.gates, "key-statement") + listed(SoleControlEvidence.gates, "sole-control")
      + listed(PossessionEvidence.gates, "proof-of-possession")
      + listed(TimestampEvidence.gates, "timestamp") + listed(CAListEvidence.gates, "ca-list")
      + listed(OCSPAnswerEvidence.gates, "ocsp-answer")
      + listed(CertificationRequestEvidence.gates, "certification-request")
    {
      gates[metadata, default: []].append(name)
    }
    return gates.map { CataloguedRule(metadata: $0.key, gates: $0.value) }.sorted { $0.metadata.id < $1.metadata.id }
  }()

  /// By id.
  static let severities: [String: Severity] = Dictionary(
    all.map { ($0.metadata.id, $0.metadata.severity) }, uniquingKeysWith: { first, _ in first })

  private static func listed<Subject>(_ gates: [Gate<Subject>], _ act: String) -> [(String, RuleMetadata)] {
    gates.flatMap { gate in gate.rules.map { ("\(act)/\(gate.name)", type(of: $0).metadata) } }
  }
}
