internal import DER
public import Evidence
public import X509

/// The gates that need nothing but certificates, for reports on files. No permit comes out of here.
public enum CertificateLint {
  /// The policy of EN 319 411-1 or -2 that a certificate names, or that one of the TSP's own in it builds on: a qualified
  /// one before the one that it is built on.
  public static func policy(
    namedBy tbs: TBSCertificate, register: PolicyRegister? = nil
  ) -> CertificatePolicy? {
    let oids = tbs.extensionValue(CertificatePolicies.self).value?.identifiers.map(\.description) ?? []
    let named = oids.compactMap { oid in CertificatePolicy.allCases.first { $0.dottedOID == oid } }
    let built = oids.flatMap { register?.entries(for: $0).map(\.base) ?? [] }
    return (named + built).first(where: \.isQualified) ?? named.first ?? built.first
  }

  /// The verdict of the Form and Profile gates, of those whose evidence is there too: the gates on the process, the
  /// Precertificate, Lifecycle and Issuer gates; and of the Signature gate where there are signature and issuer.
  public static func evaluate(
    _ content: CertificateContent, form: CertificateForm, issuer: IssuerFacts?, process: ProcessFacts? = nil,
    pair: CertificatePair? = nil, change: CertificateChange? = nil, under terms: JudgingTerms
  ) -> Evaluation {
    let now = content.issuedAt
    var parts = [PolicyGates.evaluate(form, gates: [formGate], at: now, under: terms)]
    if let process { parts.append(PolicyGates.evaluate(process, gates: processGates, at: now, under: terms)) }
    let profile = omitted(from: content, under: terms).isEmpty ? profileGate : quickProfileGate
    parts.append(PolicyGates.evaluate(content, gates: [profile], at: now, under: terms))
    if let pair { parts.append(evaluate(pair, under: terms)) }
    if let change { parts.append(evaluate(change, under: terms)) }
    if let issuer {
      let chain = CertificateChain(content: content, issuer: issuer, signingKey: nil)
      parts.append(PolicyGates.evaluate(chain, gates: [issuerGate], at: now, under: terms))
    }
    if form.signature != .notMade {
      parts.append(PolicyGates.evaluate(form, gates: [signatureGate], at: now, under: terms))
    }
    return Evaluation(gates: parts.flatMap(\.gates), findings: parts.flatMap(\.findings))
  }

  /// Checks that the Profile gate leaves out of this certificate, by name: where house rules only warn, a quick examination
  /// of an RSA key is enough, and each of them would be told the same of its prime numbers.
  public static func omitted(from content: CertificateContent, under terms: JudgingTerms) -> [String] {
    let isQuick = content.subjectKey.isRSA && content.subjectKey.examination == .quick
    return isQuick && terms.houseRules == .advisory ? ["primality of the RSA modulus"] : []
  }

  /// The verdict on a certificate beside its precertificate.
  public static func evaluate(_ pair: CertificatePair, under terms: JudgingTerms) -> Evaluation {
    PolicyGates.evaluate(pair, gates: [pairGate], at: pair.content.issuedAt, under: terms)
  }

  /// The verdict of the gate Lifecycle on certificates alone: what registers and applications say is not in it.
  public static func evaluate(_ change: CertificateChange, under terms: JudgingTerms) -> Evaluation {
    PolicyGates.evaluate(change, gates: [changeGate], at: change.content.issuedAt, under: terms)
  }

  /// The verdict on what could not be read as a certificate.
  public static func evaluate(_ form: CertificateForm, at now: Instant, under terms: JudgingTerms) -> Evaluation {
    PolicyGates.evaluate(form, gates: [formGate], at: now, under: terms)
  }

  /// The gates that an evaluation does not cover: those of an issuance need evidence that is in no certificate. Of a gate
  /// that files answer in part, what is left stands in parentheses.
  public static func notEvaluated(by evaluation: Evaluation) -> [String] {
    (["Profile"] + CertificateEvidence.gates.map(\.name) + [signatureGate.name])
      .reduce(into: []) { names, name in
        let left = evaluation.gates.contains(name) ? onlyAtTheGateway[name].map { "\(name) (\($0))" } : name
        if let left, !names.contains(left) { names.append(left) }
      }
  }

  /// What no file tells: who is at the door, where the key was born, and what the registers hold.
  private static let onlyAtTheGateway = ["Boundary": "requester", "QSCD": "key origin", "Lifecycle": "registers"]

  static var gates: [Gate<CertificateForm>] { [formGate, signatureGate] }

  private static let formGate = Gate("Form", [CertificateIsWellFormed(), SignatureAlgorithmsAgree()])
  private static let profileGate = Gate("Profile", ProfileRules.all)
  private static let quickProfileGate = Gate(
    "Profile", ProfileRules.all.filter { !($0 is KeyIsTestedForPrimality) })
  private static let issuerGate = Gate("Issuer", IssuerRules.all)
  private static let pairGate = Gate("Precertificate", PairRules.all)
  private static let changeGate = Gate("Lifecycle", LifecycleRules.change)
  private static let signatureGate = Gate("Signature", [SignatureVerifies(), SignatureCanBeVerified()])
  /// The rules on the process, under the names of the gates that ask them in the gateway.
  private static let processGates: [Gate<ProcessFacts>] = [
    Gate("Boundary", ProcessRules.boundary), Gate("Registration", ProcessRules.registration),
    Gate("Application", ProcessRules.application), Gate("Agreement", ProcessRules.agreement),
    Gate("QSCD", ProcessRules.device), Gate("Control", ProcessRules.control),
    Gate("Retention", ProcessRules.retention),
  ]

  /// The verdict on a certificate that names no policy, so that no profile can be held against it.
  public static func withoutPolicy(under terms: JudgingTerms) -> Evaluation {
    Evaluation(
      gates: [],
      findings: [
        Finding(
          PolicyIsNamed.metadata,
          Violation(
            field: "extensions.certificatePolicies", found: "no policy of EN 319 411-1 or -2",
            required: "one, or a policy to judge by"), under: terms)
      ])
  }
}
