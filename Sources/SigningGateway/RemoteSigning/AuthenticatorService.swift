internal import Cryptography
internal import DER
internal import Evidence
internal import Records
internal import Synchronization
internal import WebAuthn

/// The life of authenticators: enrolment, a second one, replacement, loss, revocation. Each step takes two: the signatory's
/// own authenticator, or an invitation that two people made together; an operator alone, or a password alone, does nothing.
struct AuthenticatorService: Sendable {
  let settings: RemoteSigningSettings
  let book: RemoteSigningBook
  let journal: Journal
  let facts: ServiceFacts
  let changes: ChangeControl
  let clock: @Sendable () -> Instant

  static let invitationSeconds: Int64 = 7 * 86400
  static let enrolmentSeconds: Int64 = 600
  static let mostAuthenticators = 20

  struct Invitation: Sendable {
    let record: InvitationRecord
    /// For the signatory, told once.
    let code: String
  }

  /// Asks for an invitation. It is worth nothing before somebody else releases it.
  func invite(_ signatory: String, by requester: String) async throws(GatewayError) -> Invitation {
    guard try await journal.store.find(SignatoryRecord.self, signatory) != nil else {
      throw .notFound("there is no signatory \(signatory)")
    }
    let now = clock()
    let code = try RemoteSigningBook.random()
    let digest = Hash.digest(Array(code.utf8))
    let record = InvitationRecord(
      id: InvitationRecord.id(ofCode: digest), signatory: signatory, code: digest, requestedBy: requester,
      // A demonstration without operators has nobody else; it says so wherever it answers.
      releasedBy: changes.needsApproval ? nil : "demo: no operators",
      expires: now.adding(seconds: AuthenticatorService.invitationSeconds), usedFor: nil)
    try await journal.record(
      .invitationChanged, [record.new], ["act": .string("invited"), "by": .string(requester)], at: now)
    return Invitation(record: record, code: code)
  }

  /// An operator, another hand than the one that asked, lets the invitation count.
  func release(_ id: String, by approver: String) async throws(GatewayError) -> InvitationRecord {
    guard let found = try await journal.store.find(InvitationRecord.self, id), found.value.usedFor == nil,
      clock() < found.value.expires
    else { throw .notFound("there is no open invitation \(id)") }
    guard found.value.requestedBy != approver else {
      throw .conflict(Refusal(), "\(approver) asked for the invitation: another hand has to release it")
    }
    guard found.value.releasedBy == nil else { return found.value }
    var next = found.value
    next.releasedBy = approver
    try await journal.record(
      .invitationChanged, [found.changed(to: next)], ["act": .string("released"), "by": .string(approver)], at: clock())
    return next
  }

  // MARK: - Enrolment

  /// Opens an enrolment with the code of an invitation.
  func begin(code: String) async throws(GatewayError) -> PendingEnrolment {
    let digest = Hash.digest(Array(code.utf8))
    let now = clock()
    let id = InvitationRecord.id(ofCode: digest)
    guard let found = try await journal.store.find(InvitationRecord.self, id), found.value.code == digest,
      found.value.usedFor == nil, now < found.value.expires
    else { throw .notFound("no invitation has this code, or it was used, or its time is over") }
    guard found.value.releasedBy != nil else {
      throw .conflict(Refusal(), "the invitation waits for an operator to release it")
    }
    return try await open(for: found.value.signatory, by: "invitation:\(id)", at: now)
  }

  /// Opens an enrolment of a further authenticator for somebody who just proved to be the signatory with one.
  func begin(for signatory: String, provenBy authenticator: String) async throws(GatewayError) -> PendingEnrolment {
    try await open(for: signatory, by: "authenticator:\(authenticator)", at: clock())
  }

  /// Takes the passkey that the signatory's device made.
  func enrol(_ id: String, _ registration: PasskeyRegistration) async throws(GatewayError) -> AuthenticatorRecord {
    let now = clock()
    let pending = try take(id, at: now)
    let passkey: RegisteredPasskey
    do { passkey = try registration.verified(challenge: pending.challenge, relyingParty: book.relyingParty) } catch {
      throw .malformed(field: "$", problem: error.description)
    }
    let record = AuthenticatorRecord(
      id: AuthenticatorRecord.id(ofPasskey: passkey.credentialID), signatory: pending.signatory.id,
      means: .passkey(passkey), isActive: true, enrolledAt: now, enrolledBy: pending.enrolledBy)
    try await store(record, pending, blobs: [Blob(registration.attestationObject)], at: now)
    return record
  }

  /// Takes a password, and gives the seed of the one-time codes: for credentials at SCAL1.
  func enrol(_ id: String, password: String) async throws(GatewayError) -> (record: AuthenticatorRecord, seed: [UInt8])
  {
    let now = clock()
    let pending = try take(id, at: now)
    guard (12...1024).contains(password.utf8.count) else {
      throw .malformed(field: "$.password", problem: "wants 12 to 1024 octets")
    }
    let seed: [UInt8]
    do { seed = try SecureRandom.bytes(20) } catch { throw .unavailable("no random bytes: \(error)", decision: nil) }
    let bytes = Array(password.utf8)
    let hash = await onThreadOfItsOwn {
      var bytes = bytes
      return Result { try PasswordHash(SecretBytes(&bytes)) }
    }
    guard case .success(let password) = hash else {
      throw .unavailable("the password could not be hashed", decision: nil)
    }
    let record = AuthenticatorRecord(
      id: "ss-" + String(try RemoteSigningBook.random().prefix(22)), signatory: pending.signatory.id,
      means: .sharedSecret(AuthenticatorRecord.SharedSecretState(failures: 0, lastStep: 0)), isActive: true,
      enrolledAt: now, enrolledBy: pending.enrolledBy)
    let kept = VaultItem(record.vaultName, SharedSecret(password: password, seed: seed).vaultBytes)
    try await store(record, pending, keeps: [kept], at: now)
    return (record, seed)
  }

  /// Ends an authenticator: for its owner, who proved it with another one, or for two people together.
  func revoke(_ id: String, of signatory: String, by whom: String, reason: String) async throws(GatewayError) {
    guard let found = try await journal.store.find(AuthenticatorRecord.self, id), found.value.signatory == signatory
    else { throw .notFound("\(signatory) has no authenticator \(id)") }
    guard found.value.isActive else { return }
    var next = found.value
    next.isActive = false
    let isSecret = next.kindName == "shared-secret"
    try await journal.record(
      .authenticatorChanged, [found.changed(to: next)],
      ["act": .string("revoked"), "by": .string(whom), "reason": .string(reason)],
      erases: isSecret ? [next.vaultName] : [], at: clock())
  }

  /// Gives one a name that its owner knows it by.
  func name(_ id: String, _ name: String, of signatory: String, by whom: String) async throws(GatewayError) {
    guard let found = try await journal.store.find(AuthenticatorRecord.self, id), found.value.signatory == signatory
    else { throw .notFound("\(signatory) has no authenticator \(id)") }
    var next = found.value
    next.name = name
    try await journal.record(
      .authenticatorChanged, [found.changed(to: next)], ["act": .string("named"), "by": .string(whom)], at: clock())
  }

  /// An operator reports a loss: one report changes nothing, and is on record. True where it was the second.
  func reportLoss(
    of id: String, _ signatory: String, by approver: Operator, key: Digest
  ) async throws(GatewayError) -> (isRevoked: Bool, reports: [LossReports.Report]) {
    guard let found = try await journal.store.find(AuthenticatorRecord.self, id)?.value, found.signatory == signatory
    else { throw .notFound("\(signatory) has no authenticator \(id)") }
    guard found.isActive else { return (true, []) }
    let now = clock()
    let report = LossReports.Report(by: approver.id, key: key, at: now)
    guard let reports = book.losses.withLock({ $0.add(report, of: id) }) else {
      throw .unavailable("too many reports of losses wait for a second operator", decision: nil)
    }
    try await journal.record(
      .authenticatorChanged, [],
      [
        "act": .string("loss-reported"), "authenticator": .string(id), "signatory": .string(signatory),
        "by": .string(approver.id), "key": .string(key.hex),
      ], at: now)
    guard reports.count >= ApprovalBook.needed else { return (false, reports) }
    try await revoke(
      id, of: signatory, by: reports.map(\.by).sorted().joined(separator: ", "), reason: "reported lost")
    book.losses.withLock { $0.close(id) }
    return (true, reports)
  }

  /// Those of a signatory, in use or not.
  func list(_ signatory: String) async throws(GatewayError) -> [AuthenticatorRecord] {
    try await journal.store.list(AuthenticatorRecord.self, of: signatory, limit: 1000).map(\.value)
  }
}

/// An enrolment that waits for the signatory's device.
struct PendingEnrolment: Sendable {
  let id: String
  let signatory: SignatoryRecord
  let challenge: [UInt8]
  let enrolledBy: String
  let existing: [AuthenticatorRecord]
  let expires: Instant
}

// MARK: -

extension AuthenticatorService {
  private func open(
    for signatory: String, by origin: String, at now: Instant
  ) async throws(GatewayError) -> PendingEnrolment {
    guard let found = try await journal.store.find(SignatoryRecord.self, signatory) else {
      throw .notFound("there is no signatory \(signatory)")
    }
    let existing = try await list(signatory)
    guard existing.filter(\.isActive).count < AuthenticatorService.mostAuthenticators else {
      throw .conflict(
        Refusal(), "\(signatory) has \(AuthenticatorService.mostAuthenticators) authenticators: revoke one")
    }
    let challenge: [UInt8]
    do { challenge = try SecureRandom.bytes(32) } catch {
      throw .unavailable("no random bytes: \(error)", decision: nil)
    }
    let pending = PendingEnrolment(
      id: try RemoteSigningBook.random(), signatory: found.value, challenge: challenge, enrolledBy: origin,
      existing: existing.filter(\.isActive), expires: now.adding(seconds: AuthenticatorService.enrolmentSeconds))
    let isTaken = book.enrolments.withLock { enrolments in
      enrolments = enrolments.filter { now < $0.value.expires }
      guard enrolments.count < 10_000 else { return false }
      enrolments[pending.id] = pending
      return true
    }
    guard isTaken else { throw .unavailable("too many enrolments are open", decision: nil) }
    return pending
  }

  /// Takes the enrolment out: it is good for one try.
  func take(_ id: String, at now: Instant) throws(GatewayError) -> PendingEnrolment {
    guard let pending = book.enrolments.withLock({ $0.removeValue(forKey: id) }), now < pending.expires else {
      throw .notFound("there is no such enrolment: begin again")
    }
    return pending
  }

  /// Notes the authenticator, and spends the invitation in the same transaction.
  func store(
    _ record: AuthenticatorRecord, _ pending: PendingEnrolment, blobs: [Blob] = [], keeps: [VaultItem] = [],
    at now: Instant
  ) async throws(GatewayError) {
    var consumes: [Consumption] = []
    let parts = pending.enrolledBy.split(separator: ":", maxSplits: 1)
    if parts.count == 2, parts[0] == "invitation" {
      consumes.append(Consumption(register: "invitation", value: String(parts[1])))
    } else if parts.count == 2 {
      // What opened the enrolment may have been reported lost since.
      let opener = try await journal.store.find(AuthenticatorRecord.self, String(parts[1]))?.value
      guard opener?.isActive == true else {
        throw .conflict(Refusal(), "the authenticator that opened this enrolment is not in use any more")
      }
    }
    let note: [String: JSONValue] = [
      "act": .string("enrolled"), "evidence": .array(blobs.map { .object(["sha256": .string($0.address.hex)]) }),
    ]
    try await journal.record(
      .authenticatorChanged, [record.new], note, blobs: blobs, consumes: consumes, keeps: keeps, at: now)
  }
}
