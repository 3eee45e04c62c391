public import Evidence

/// Evidence that all gates of one kind of signing act judge, with what a permit for it would bind.
///
/// Internal on purpose: only this module can say which gates an act must pass.
protocol GatedEvidence: Sendable, Scoped {
  /// Every gate that the act must pass.
  static var gates: [Gate<Self>] { get }
  var now: Instant { get }
  var terms: JudgingTerms { get }
  var key: KeyIdentity { get }
  /// Nil where the bytes to be signed name an algorithm that we do not make.
  var scheme: SignatureScheme? { get }
  /// The key's SubjectPublicKeyInfo, DER: the signature is verified with it before it leaves.
  var publicKey: [UInt8] { get }
  /// Exactly the byte strings to be signed.
  var messages: [[UInt8]] { get }
  /// Whole, unless the act is one that signs digests made by others.
  var form: MessageForm { get }
}

extension GatedEvidence {
  var form: MessageForm { .whole }
}

/// The right to make one set of signatures: used once, made nowhere else than in this file.
public struct Permit: ~Copyable, Sendable {
  public let key: KeyIdentity
  public let scheme: SignatureScheme
  /// SubjectPublicKeyInfo, DER.
  public let publicKey: [UInt8]
  /// The exact byte strings that may be signed, in order.
  public let messages: [[UInt8]]
  /// In what form `messages` are given.
  public let form: MessageForm
  /// The first instant at which the permit is worth nothing.
  public let expires: Instant

  fileprivate init(_ evidence: some GatedEvidence, scheme: SignatureScheme) {
    key = evidence.key
    self.scheme = scheme
    publicKey = evidence.publicKey
    messages = evidence.messages
    form = evidence.form
    expires = evidence.now.adding(seconds: Permit.lifetime)
  }

  /// Seconds between the decision and the signature; the queue is bounded, so this is generous.
  static let lifetime: Int64 = 60
}

/// The gates' verdict without the right to sign: for evaluation, linting and reports.
public struct Evaluation: Sendable, Hashable {
  /// Names of the gates that ran.
  public let gates: [String]
  public let findings: [Finding]

  /// True where gates ran and none found an error.
  public var admits: Bool { !gates.isEmpty && !findings.contains { $0.severity == .error } }
}

/// What the gates decided. Warnings and notices travel with a permit too.
public enum Decision: ~Copyable, Sendable {
  case admitted(Permit, Evaluation)
  case refused(Evaluation)
}

func evaluate<Subject: GatedEvidence>(_ evidence: Subject) -> Evaluation {
  evaluate(evidence, gates: Subject.gates, at: evidence.now, under: evidence.terms.forSigning)
}

func evaluate<Subject>(
  _ evidence: Subject, gates: [Gate<Subject>], at now: Instant, under terms: JudgingTerms
) -> Evaluation {
  Evaluation(
    gates: gates.map(\.name),
    findings: gates.flatMap { $0.findings(evidence, at: now, under: terms) })
}

func decide(_ evidence: some GatedEvidence) -> Decision {
  let evaluation = evaluate(evidence)
  guard evaluation.admits, !evidence.messages.isEmpty, let scheme = evidence.scheme else {
    return .refused(evaluation)
  }
  return .admitted(Permit(evidence, scheme: scheme), evaluation)
}
