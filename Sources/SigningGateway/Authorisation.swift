internal import Cryptography
internal import Evidence
internal import PolicyGates
internal import Records

/// Who may ask at all, checked at every request: a connection may outlive an authorisation.
struct Authorisation: Sendable {
  private let requesters: [Digest: Requester]
  private let facts: ServiceFacts
  private let changes: ChangeControl
  private let journal: Journal

  init(_ requesters: [Requester], facts: ServiceFacts, changes: ChangeControl, journal: Journal) {
    self.facts = facts
    self.changes = changes
    self.requesters = Dictionary(
      requesters.map { ($0.certificateSHA256, $0) }, uniquingKeysWith: { first, _ in first })
    self.journal = journal
  }

  /// The requester that shows this certificate. A refusal is recorded.
  func requester(of call: Call) async throws(GatewayError) -> Requester {
    let certificate = call.message.peerCertificate
    let digest = certificate.map { Hash.digest($0) }
    if let digest, let requester = requesters[digest] { return requester }
    let finding = Authorisation.finding(
      "requester_unknown", field: "client certificate", found: digest?.hex ?? "absent",
      required: "the certificate of a configured requester")
    try await record(.requesterRefused, finding, requester: nil, call)
    throw .unknownRequester(Refusal(findings: [finding]))
  }

  /// The operator who shows this certificate, with the certificate. A refusal is recorded.
  func `operator`(of call: Call) async throws(GatewayError) -> (operator: Operator, certificate: [UInt8]) {
    let certificate = call.message.peerCertificate
    let digest = certificate.map { Hash.digest($0) }
    if let certificate, let digest, let approver = changes.book.operator(showing: digest) {
      return (approver, certificate)
    }
    throw try await refuseOperator(
      "operator_unknown", field: "client certificate", found: digest?.hex ?? "absent",
      required: "the certificate of an operator of the configuration in effect", call)
  }

  /// Records that a second certificate over the key of `other` does not make a second operator.
  func refuseKey(of other: Operator, _ call: Call) async throws(GatewayError) -> GatewayError {
    try await refuseOperator(
      "operator_key_shared", field: "public key of the client certificate",
      found: "the key with which \(other.id) approved",
      required: "a key of the operator's own", call)
  }

  private func refuseOperator(
    _ rule: String, field: String, found: String, required: String, _ call: Call
  ) async throws(GatewayError) -> GatewayError {
    let finding = RecordedFinding(
      rule: "etsi.en_319_401.req-7-7-03.\(rule)", clause: ChangeControl.clause, severity: Severity.error.rawValue,
      field: field, found: found, required: required)
    try await record(.operatorRefused, finding, requester: nil, call)
    return .notAnOperator(Refusal(findings: [finding]))
  }

  /// Refuses, on record, a requester that is not authorised for the issuer in the call's address.
  func require(_ requester: Requester, for issuer: Issuer, _ call: Call) async throws(GatewayError) {
    guard !requester.issuers.contains(issuer.name) else { return }
    let finding = Authorisation.finding(
      "requester_not_authorised_for_issuer", field: "issuer", found: issuer.name,
      required: "one of those \(requester.id) may use: \(requester.issuers.sorted().joined(separator: ", "))")
    try await record(.requesterRefused, finding, requester: requester.id, call)
    throw .notAuthorised(Refusal(findings: [finding]))
  }

  /// Refuses, on record, a requester that may not ask for statements about a token's keys.
  func require(
    _ requester: Requester, among allowed: Set<String>, forStatementsOf token: String, _ call: Call
  ) async throws(GatewayError) {
    guard !allowed.contains(requester.id) else { return }
    let finding = RecordedFinding(
      rule: "sealgate.house.statement.requester_not_authorised", clause: "Sealgate house rules, our own evidence",
      severity: Severity.error.rawValue, field: "token", found: token,
      required: "one of whose keys \(requester.id) may have statements")
    try await record(.requesterRefused, finding, requester: requester.id, call)
    throw .notAuthorised(Refusal(findings: [finding]))
  }

  /// Refuses, on record, a requester that may not enrol signatories.
  func requireEnroller(
    _ requester: Requester, among allowed: Set<String>, _ call: Call
  ) async throws(GatewayError) {
    guard !allowed.contains(requester.id) else { return }
    let finding = RecordedFinding(
      rule: "sealgate.house.control.requester_not_authorised", clause: "Sealgate house rules, sole control",
      severity: Severity.error.rawValue, field: "requester", found: requester.id,
      required: "one that may enrol signatories")
    try await record(.requesterRefused, finding, requester: requester.id, call)
    throw .notAuthorised(Refusal(findings: [finding]))
  }

  private func record(
    _ kind: RecordKind, _ finding: RecordedFinding, requester: String?, _ call: Call
  ) async throws(GatewayError) {
    let blobs = [call.message.peerCertificate].compactMap { $0 }.map { Blob($0) }
    let body: [String: JSONValue] = [
      "requester": requester.map { .string($0) } ?? .null,
      "certificate": blobs.first.map { .object(["sha256": .string($0.address.hex)]) } ?? .null,
      "remoteAddress": .string(call.message.remoteAddress),
      "method": .string(call.message.method),
      "path": .string(call.message.target.path),
      "findings": .array([finding.json]),
      "configuration": .string(facts.configuration.hex),
    ]
    let approval = changes.approval(of: facts.configuration)?.members ?? [:]
    do {
      try await journal.note(kind, .object(body.merging(approval) { own, _ in own }), blobs: blobs)
    } catch { throw GatewayError(error) }
  }

  /// The same rule family as the Requester gate's: EN 319 411-1 REG-6.3.2-02.
  private static func finding(_ rule: String, field: String, found: String, required: String) -> RecordedFinding {
    let source = RuleSource(standard: "EN 319 411-1", edition: "V1.5.1 (2025-04)", clause: "REG-6.3.2-02")
    return RecordedFinding(
      rule: "etsi.en_319_411_1.reg-6-3-2-02.\(rule)", clause: source.description, severity: Severity.error.rawValue,
      field: field, found: found, required: required)
  }
}

extension RecordKind {
  /// A client that is no requester, or asks at an issuer that is not its own, was turned away before any gate.
  static let requesterRefused = RecordKind(rawValue: "requester-refused")
  /// A client that is no operator wanted to see or to approve changes.
  static let operatorRefused = RecordKind(rawValue: "operator-refused")
  /// The reviewed files of a start: its blobs are what the configuration digest is over.
  static let configurationLoaded = RecordKind(rawValue: "configuration-loaded")
}
