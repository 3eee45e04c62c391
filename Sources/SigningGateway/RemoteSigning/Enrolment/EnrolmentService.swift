internal import Cryptography
internal import DER
internal import Evidence
internal import PolicyGates
internal import Records
internal import Synchronization
internal import X509

/// Enrols a signatory in one call: key, proof of possession, certificate through all gates, and a live credential.
///
/// Each step is durable before the next one begins, and the same call goes on where an earlier one ended: one id never has
/// two keys, nor two certificates.
struct EnrolmentService: Sendable {
  let gateway: Gateway
  let remote: RemoteSigning

  /// Who asks, and what for.
  struct Application: Sendable {
    let order: EnrolmentOrder
    let requester: Requester
    /// The requester's certificate, DER.
    let certificate: [UInt8]
    let issuer: Issuer
  }

  struct Enrolled: Sendable {
    let record: EnrolmentRecord
    let credential: CredentialRecord
    /// An earlier call had made all of it.
    let isRepeated: Bool
  }

  func enrol(_ application: Application) async throws(GatewayError) -> Enrolled {
    let id = application.order.id
    guard remote.book.enrolling.withLock({ $0.insert(id).inserted }) else {
      throw .conflict(Refusal(), "another call works on enrolment \(id)")
    }
    defer { _ = remote.book.enrolling.withLock { $0.remove(id) } }
    let begun = try await begin(application)
    let made: CredentialRecord
    if let found = try await remote.journal.store.find(CredentialRecord.self, begun.value.credential) {
      made = found.value
    } else {
      made = try await remote.credentials.makeKey(
        application.order.credential, as: begun.value.credential, enrolment: begun.value.order
      ).0
    }
    do throws(GatewayError) { return try await certify(made, begun, application) } catch {
      guard made.status == .pending else { throw error }
      throw .unfinished(credential: made.id, error)
    }
  }

  /// The record of the enrolment: of an earlier call, or new.
  private func begin(_ application: Application) async throws(GatewayError) -> Registered<EnrolmentRecord> {
    let order = application.order
    if let found = try await remote.journal.store.find(EnrolmentRecord.self, order.id) {
      guard found.value.requester == application.requester.id, found.value.order == order.digest else {
        throw .conflict(Refusal(), "enrolment \(order.id) is on record with another order: \(found.value.order.hex)")
      }
      return found
    }
    try remote.credentials.changes.requireInEffect(gateway.facts.configuration)
    let record = EnrolmentRecord(
      id: order.id, requester: application.requester.id, signatory: order.credential.signatory, order: order.digest,
      credential: try RemoteSigningBook.random(), createdAt: remote.clock())
    try await remote.journal.record(
      .credentialChanged, [record.new],
      ["act": .string("enrolment-begun"), "requester": .string(application.requester.id)], at: record.createdAt)
    return Registered(value: record, revision: 1)
  }

  private func certify(
    _ credential: CredentialRecord, _ begun: Registered<EnrolmentRecord>, _ application: Application
  ) async throws(GatewayError) -> Enrolled {
    guard credential.status != .destroyed else {
      throw .conflict(Refusal(), "credential \(credential.id) of enrolment \(begun.value.id) is destroyed")
    }
    if begun.value.decision != nil {
      return Enrolled(record: begun.value, credential: credential, isRepeated: true)
    }
    let (asked, document) = try await issue(credential, begun, application)
    guard let certificate = document.certificate else {
      throw .incident("a grant without a certificate", decision: document.decision)
    }
    var done = asked.value
    done.decision = document.decision
    let live = try await remote.credentials.certify(
      credential.id, [certificate, application.issuer.certificate.derBytes], requester: application.requester.id,
      with: [asked.changed(to: done)])
    return Enrolled(record: done, credential: live, isRepeated: false)
  }

  /// The certificate that an earlier call was granted, or a new one: as a client of the CA endpoint gets it.
  private func issue(
    _ credential: CredentialRecord, _ begun: Registered<EnrolmentRecord>, _ application: Application
  ) async throws(GatewayError) -> (Registered<EnrolmentRecord>, DecisionDocument) {
    if let serial = begun.value.serial, let stored = try await gateway.issuance.stored(.serial(serial)),
      case .concluded(.signed) = stored.entry.state
    {
      return (begun, try await gateway.issuance.document(stored, repeated: true))
    }
    let csr = try await remote.credentials.possession(of: credential)
    try await gateway.requireInventory(of: application.issuer)
    let (serials, _) = try await ReserveSerials.reserve(
      1, of: application.issuer, for: application.requester, subjectKey: credential.spkiSHA256, in: gateway)
    guard let serial = serials.first else { throw .incident("no serial number", decision: nil) }
    var next = begun.value
    next.serial = serial
    try await remote.journal.record(
      .credentialChanged, [begun.changed(to: next)],
      ["act": .string("certificate-asked"), "requester": .string(application.requester.id)], at: remote.clock())
    let document = try await gateway.issuance.issue(
      IssuanceService.Application(
        request: try request(credential, csr, serial, application), requester: application.requester,
        certificate: application.certificate, issuer: application.issuer))
    return (Registered(value: next, revision: begun.revision + 1), document)
  }

  /// What a client would send: it is read as that is.
  private func request(
    _ credential: CredentialRecord, _ csr: [UInt8], _ serial: Evidence.SerialNumber, _ application: Application
  ) throws(GatewayError) -> SigningRequest {
    let order = application.order
    let tbs: TBSCertificate?
    do {
      let draft = SubjectCertificateDraft(
        plan: order.certificate, policy: order.policy, issuer: application.issuer.certificate,
        key: try SubjectPublicKeyInfo(der: credential.spki))
      tbs = try draft.tbsCertificate(serial: serial, at: remote.clock())
    } catch { throw .malformed(field: "$.certificate", problem: "no certificate can be made of it: \(error)") }
    guard let tbs else { throw .malformed(field: "$.certificate.validity-days", problem: "has no spelling in X.509") }
    let body = JSONValue.object([
      "schema": .integer(CertificateRequestBody.schema), "tbsCertificate": .string(Base64.encode(tbs.derBytes)),
      "csr": .string(Base64.encode(csr)), "policy": .string(order.policy.rawValue),
      "event": .string(LifecycleEvent.initial.rawValue), "application": order.application,
    ])
    return try CertificateRequestBody.read(body.canonicalBytes(), issuer: application.issuer.name)
  }
}
