import DER
import Evidence
import TestSupport
import X509

@testable import PolicyGates

/// What one rule says of one subject.
enum Outcome: Equatable {
  case doesNotApply
  case passes
  /// One sentence per violation.
  case fails([String])
}

func judge<R: Rule>(_ rule: R, _ subject: R.Subject) throws -> Outcome {
  guard R.metadata.covers(subject), rule.applies(to: subject) else { return .doesNotApply }
  let violations = try rule.check(subject)
  return violations.isEmpty
    ? .passes : .fails(violations.map { "\($0.field) is \($0.found), must be \($0.required)" })
}

/// A valid subject certificate with one thing changed; `kind` is what the caller declares.
func subject(
  _ policy: CertificatePolicy = .qcpNQSCD, as kind: SubjectKind? = nil, demo: Bool = false,
  at issuedAt: Instant = Sample.now, tspPolicies: Set<ObjectIdentifier> = [], services: StatusServices? = nil,
  _ change: (inout SampleCertificate) -> Void = { _ in }
) throws -> CertificateContent {
  var sample = SampleCertificate.subject(policy, kind)
  change(&sample)
  return CertificateContent(
    purpose: .subject(policy), tbs: try sample.tbs(), subjectKey: sample.key.facts, demo: demo, issuedAt: issuedAt,
    subjectKind: kind, tspPolicies: tspPolicies, statusServices: services)
}

extension SampleCertificate {
  /// Adds the statement of a payment service with one role, a number below 0.4.0.19495.1.
  mutating func psd2(
    role: UInt64 = 1, name: String = "PSP_AS", authority: String = "BaFin", id: String = "DE-BAFIN"
  ) {
    let role = PSD2Statement.Role(id: ObjectIdentifier(0, 4, 0, 19495, 1, role), name: name)
    statements { $0.append(.psd2(PSD2Statement(roles: [role], authorityName: authority, authorityID: id))) }
  }
}

func shortTerm(_ change: (inout SampleCertificate) -> Void = { _ in }) throws -> CertificateContent {
  try content(.subject(.qcpNQSCD), .shortTerm(), change)
}

func issuingCA(_ change: (inout SampleCertificate) -> Void = { _ in }) throws -> CertificateContent {
  try content(.issuingCA, .issuingCA(), change)
}

func rootCA(_ change: (inout SampleCertificate) -> Void = { _ in }) throws -> CertificateContent {
  try content(.rootCA, .rootCA(), change)
}

func responder(_ change: (inout SampleCertificate) -> Void = { _ in }) throws -> CertificateContent {
  try content(.ocspResponder, .responder(), change)
}

private func content(
  _ purpose: CertificatePurpose, _ sample: SampleCertificate, demo: Bool = false, at issuedAt: Instant = Sample.now,
  _ change: (inout SampleCertificate) -> Void
) throws -> CertificateContent {
  var sample = sample
  change(&sample)
  return CertificateContent(
    purpose: purpose, tbs: try sample.tbs(), subjectKey: sample.key.facts, demo: demo, issuedAt: issuedAt)
}

/// A subject certificate below the sample CA, either changed.
func chain(
  _ change: (inout SampleCertificate) -> Void = { _ in },
  issuer changeIssuer: (inout SampleCertificate) -> Void = { _ in }
) throws -> CertificateChain {
  var issuer = SampleCertificate.issuingCA()
  changeIssuer(&issuer)
  return CertificateChain(
    content: try subject(.qcpNQSCD, change),
    issuer: IssuerFacts(certificate: try issuer.tbs(), publicKey: issuer.key.facts),
    signingKey: nil)
}

/// The sample CA below the sample root, either changed.
func caChain(
  issuer changeIssuer: (inout SampleCertificate) -> Void = { _ in }
) throws -> CertificateChain {
  var root = SampleCertificate.rootCA()
  changeIssuer(&root)
  return CertificateChain(
    content: try issuingCA(), issuer: IssuerFacts(certificate: try root.tbs(), publicKey: root.key.facts),
    signingKey: nil)
}

/// The origin of a key in a certified device, one thing changed. The demand is that of the policy, where none is given.
func origin(
  scope: RuleScope? = RuleScope(.qcpNQSCD), demand: OriginDemand? = nil, purpose: DevicePurpose? = .signature,
  demo: Bool = false, at now: Instant = Sample.now, _ change: (inout SampleOrigin) -> Void = { _ in }
) -> KeyOrigin {
  var sample = SampleOrigin()
  change(&sample)
  return KeyOrigin(
    scope: scope, demand: demand ?? OriginDemand(of: scope), purpose: purpose,
    certifiedKey: SampleKey.subject.facts.spkiSHA256, attested: sample.attestedKey, device: sample.device,
    source: sample.source, sourceDevice: sample.sourceDevice, moveIsEvidenced: sample.moveIsEvidenced,
    possession: sample.possession, asksNonce: sample.asksNonce, leavesWrapped: sample.leavesWrapped,
    kept: sample.kept, demo: demo, now: now)
}

extension OriginDemand {
  /// What the policies ask whatever the terms say.
  fileprivate init(of scope: RuleScope?) {
    guard let scope else {
      self = .origin
      return
    }
    if RuleScope.cas.contains(scope) {
      self = .caKey
    } else if RuleScope.qscd.contains(scope) {
      self = .qscd
    } else {
      self = scope == RuleScope(.ncpPlus) ? .secureDevice : .none
    }
  }
}

/// A certificate of a website beside its precertificate.
func pair(
  _ policy: CertificatePolicy, _ change: (inout SampleEvidence) -> Void = { _ in }
) throws -> CertificatePair {
  try evidence(policy, change).pair
}

func evidence(
  _ policy: CertificatePolicy = .qcpNQSCD, _ change: (inout SampleEvidence) -> Void = { _ in }
) throws -> CertificateEvidence {
  var sample = SampleEvidence(policy)
  change(&sample)
  return try sample.evidence()
}

/// A later event that every gate admits, or a first issuance, with one thing changed.
func event(
  _ event: LifecycleEvent, _ policy: CertificatePolicy = .qcpNQSCD,
  _ change: (inout SampleEvidence) -> Void = { _ in }
) throws -> LifecycleFacts {
  var sample = SampleEvidence(policy)
  if event != .initial { sample.follow(event) }
  change(&sample)
  return try sample.evidence().lifecycle
}
