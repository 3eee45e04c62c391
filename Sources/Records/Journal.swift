public import Evidence

/// Proof that the intent to make these signatures is durable. Nothing but `Journal.intend` makes one; it is used once.
public struct Receipt: ~Copyable, Sendable {
  public let decision: DecisionID
  public let key: KeyIdentity
  public let scheme: SignatureScheme
  /// The exact byte strings that the intent on record names, in order.
  public let messages: [[UInt8]]
  /// In what form `messages` are given.
  public let form: MessageForm

  fileprivate init(_ intent: Intent) {
    decision = intent.judgement.decision
    key = intent.key
    scheme = intent.scheme
    messages = intent.messages
    form = intent.form
  }
}

/// Writes down what is going to happen before it does and what came of it after.
///
/// Every call returns after the record is durable. Errors are those of `RecordStore.append`.
public struct Journal: Sendable {
  /// The store underneath, for looking things up.
  public let store: any RecordStore

  public init(_ store: any RecordStore) { self.store = store }

  /// Writes that a service starts, and that nobody knows what became of the intents which an earlier run left open.
  ///
  /// - Returns: those intents. Call it before anything can be signed, and once.
  public func start(_ start: ServiceStart) async throws(JournalError) -> [DecisionID] {
    _ = try await store.append(start.entry)
    let pending = try await store.pendingDecisions()
    for decision in pending {
      try await concludeUnknown(decision, reason: "the service ended between intent and outcome")
    }
    return pending
  }

  /// Writes for whom serials are reserved; `.conflict` where one was reserved before.
  ///
  /// All reservations of a call share issuer, requester, subject key and times; `serials` must not be empty.
  public func reserve(
    _ serials: [SerialNumber], issuer: String, requester: String, subjectKey: Digest?, at now: Instant,
    expires: Instant?
  ) async throws(JournalError) {
    let entry = Journal.reservation(
      serials, issuer: issuer, requester: requester, subjectKey: subjectKey, at: now, expires: expires)
    _ = try await store.append(entry)
  }

  /// Writes a refusal with its findings and evidence. A refused request may be sent again.
  public func refuse(_ judgement: Judgement) async throws(JournalError) {
    _ = try await store.append(Journal.refusal(judgement))
  }

  /// Writes what is going to be signed, spends its serial and its authorisations, and takes the request's digest.
  public func intend(_ intent: Intent) async throws(JournalError) -> Receipt {
    precondition(!intent.messages.isEmpty, "an intent to sign nothing")
    _ = try await store.append(intent.entry)
    return Receipt(intent)
  }

  /// Writes the signed object; only after this may it leave.
  public func conclude(_ outcome: Outcome) async throws(JournalError) {
    _ = try await store.append(outcome.entry)
  }

  /// Writes that the token was never asked. What the intent used up stays used up.
  public func concludeNotSigned(_ decision: DecisionID, reason: String) async throws(JournalError) {
    _ = try await store.append(Journal.ending(decision, .notSigned, reason))
  }

  /// Writes that a signature may exist and that none was released.
  public func concludeUnknown(_ decision: DecisionID, reason: String) async throws(JournalError) {
    _ = try await store.append(Journal.ending(decision, .outcomeUnknown, reason))
  }

  /// Writes that a signature did not verify; nothing was released.
  public func reportIncident(_ decision: DecisionID, what: String) async throws(JournalError) {
    _ = try await store.append(Journal.ending(decision, .incident, what))
  }

  /// Writes certificates of an existing CA; `.conflict` where one of them stands against what is on record.
  public func enlist(_ entries: [CertificateEntry], from file: Digest) async throws(JournalError) {
    _ = try await store.append(Journal.inventory(entries, from: file))
  }

  /// Writes that an inventory is whole.
  public func closeInventory(
    _ inventory: Inventory, certificates: Int, revocations: Int, at now: Instant
  ) async throws(JournalError) {
    let body = JSONValue.object([
      "issuer": .string(inventory.issuer), "file": .string(inventory.file.hex),
      "certificates": .integer(Int64(certificates)), "revocations": .integer(Int64(revocations)),
      "importedAt": .string(now.description),
    ])
    _ = try await store.append(Entry(.inventoryImported, body))
  }

  /// Writes a revocation that somebody reports; its key is compromised where the reason says so.
  public func revoke(
    _ revocation: Revocation, issuer: String, subjectKey: Digest?, reportedBy reporter: String, at now: Instant
  ) async throws(JournalError) {
    let entry = Journal.revocation(
      revocation, issuer: issuer, subjectKey: subjectKey, reportedBy: reporter, at: now)
    _ = try await store.append(entry)
  }

  /// Writes that a key is known to be compromised.
  public func reportCompromise(
    of key: Digest, since: Instant, reportedBy reporter: String, at now: Instant
  ) async throws(JournalError) {
    let body = JSONValue.object([
      "key": .string(key.hex), "at": .string(since.description), "reportedBy": .string(reporter),
      "reportedAt": .string(now.description),
    ])
    _ = try await store.append(Entry(.keyCompromised, body))
  }

  /// Writes the subject's acceptance of a certificate; `.conflict` where none is due.
  public func accept(
    _ decision: DecisionID, _ acceptance: Acceptance, reportedBy reporter: String
  ) async throws(JournalError) {
    _ = try await store.append(Journal.acceptance(decision, acceptance, reportedBy: reporter))
  }

  /// Writes anything else that an auditor should find: a kind that touches no register.
  @discardableResult
  public func note(
    _ kind: RecordKind, _ body: JSONValue, blobs: [Blob] = []
  ) async throws(JournalError) -> SealedRecord {
    let entry = Entry(kind, body, blobs: blobs)
    precondition(entry.changes.isEmpty, "\(kind.rawValue) is not a note: it changes registers")
    return try await store.append(entry)
  }
}

// The entries that have no value of their own. Internal, so that tests can build chains of them.
extension Journal {
  static func reservation(
    _ serials: [SerialNumber], issuer: String, requester: String, subjectKey: Digest?, at now: Instant,
    expires: Instant?
  ) -> Entry {
    precondition(!serials.isEmpty, "a reservation of nothing")
    let body = JSONValue.object([
      "serials": .array(serials.map { .string($0.hex) }),
      "issuer": .string(issuer),
      "requester": .string(requester),
      "subjectKey": .optional(subjectKey?.hex),
      "reservedAt": .string(now.description),
      "expires": .optional(expires?.description),
    ])
    return Entry(.serialsReserved, body)
  }

  static func refusal(_ judgement: Judgement) -> Entry {
    Entry(.requestRefused, .object(judgement.members), blobs: judgement.evidence.map(\.blob))
  }

  static func ending(_ decision: DecisionID, _ kind: RecordKind, _ reason: String) -> Entry {
    Entry(kind, .object(["decision": .string(decision.text), "reason": .string(reason)]))
  }

  static func inventory(_ entries: [CertificateEntry], from file: Digest) -> Entry {
    let body = JSONValue.object(["file": .string(file.hex), "entries": .array(entries.map(\.json))])
    return Entry(.inventoryEntries, body)
  }

  static func revocation(
    _ revocation: Revocation, issuer: String, subjectKey: Digest?, reportedBy reporter: String, at now: Instant
  ) -> Entry {
    let body = JSONValue.object([
      "serial": .string(revocation.serial.hex), "reason": .string(revocation.reason.rawValue),
      "at": .string(revocation.at.description), "issuer": .string(issuer), "subjectKey": .optional(subjectKey?.hex),
      "reportedBy": .string(reporter), "reportedAt": .string(now.description),
    ])
    return Entry(.certificateRevoked, body)
  }

  static func acceptance(_ decision: DecisionID, _ acceptance: Acceptance, reportedBy reporter: String) -> Entry {
    let body = JSONValue.object([
      "decision": .string(decision.text), "act": .string(acceptance.act),
      "at": .optional(acceptance.at?.description), "by": .optional(acceptance.by),
      "record": .optional(acceptance.record), "requester": .string(reporter),
    ])
    return Entry(.acceptance, body)
  }
}
