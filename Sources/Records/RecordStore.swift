public import Evidence

/// Where records are kept. Each store is native to its medium; `RecordStoreContract` in the tests holds them all to this.
public protocol RecordStore: Sendable {
  /// Seals the entry as the next record and returns once it is durable together with its blobs and register changes.
  ///
  /// - Throws: `.conflict` where a register stands against the entry. The entry fails alone: nothing of it is stored,
  ///   no sequence number is used up, and entries that share its commit are not touched.
  ///   `.stopped` where a write, commit or sync failed. What the medium holds is then unknown, so the store stays
  ///   stopped: this call, those waiting and every later one throw `.stopped`. It never retries a failed sync,
  ///   for the kernel may have dropped the pages and would report success.
  func append(_ entry: Entry) async throws(JournalError) -> SealedRecord

  /// Returns while the store takes entries; throws `.stopped` with the reason when it no longer does.
  func ready() async throws(JournalError)

  /// What the serial register says now.
  func status(of serial: SerialNumber) async throws(JournalError) -> SerialStatus

  /// All that the registers say about a request, in one question.
  func report(_ question: RegisterQuestion) async throws(JournalError) -> RegisterReport

  /// The certificate with this serial number and its revocation; nil where none is registered.
  func certificate(
    _ serial: SerialNumber, isPrecertificate: Bool
  ) async throws(JournalError) -> RegisteredCertificate?

  /// Whether an inventory of the issuer is on record.
  func hasInventory(of issuer: String) async throws(JournalError) -> Bool

  /// Released certificates whose acceptance is not on record yet, the first due first.
  func openAcceptances() async throws(JournalError) -> [OpenAcceptance]

  /// Certificates in use whose keys rest on the device record with this id: not expired, not revoked, and not known to be
  /// unsigned. By serial number, which comes once; the next page is asked for after the last one's.
  func certificates(
    ofDevice device: String, at now: Instant, after serial: SerialNumber?, limit: Int
  ) async throws(JournalError) -> [CertificateEntry]

  /// How many certificates in use rest on each device; one without any is not there.
  func certifiedDevices(at now: Instant) async throws(JournalError) -> [String: Int]

  /// The decision with its records; nil where there is none.
  func decision(_ query: DecisionQuery) async throws(JournalError) -> StoredDecision?

  /// Intents without their end, oldest first.
  func pendingDecisions() async throws(JournalError) -> [DecisionID]

  /// The content with this SHA-256, compared with it again; nil where it was never stored.
  func blob(_ address: Digest) async throws(JournalError) -> [UInt8]?

  /// At most `limit` records in order, from this sequence on.
  func records(from sequence: Int64, limit: Int) async throws(JournalError) -> [SealedRecord]

  /// Sequence of the last record; 0 where there is none.
  func lastSequence() async throws(JournalError) -> Int64

  /// The document with this key as it is now; nil where there is none.
  func document(_ register: String, _ key: String) async throws(JournalError) -> RegisterDocument?

  /// At most `limit` documents of a register, or of one owner in it, after this key: by the bytes of their keys.
  func documents(
    _ register: String, owner: String?, after key: String?, limit: Int
  ) async throws(JournalError) -> [RegisterDocument]

  /// Those of the values that are used up.
  func consumed(_ register: String, among values: [String]) async throws(JournalError) -> Set<String>

  /// How often intents raised this counter.
  func count(_ register: String, _ key: String) async throws(JournalError) -> Int64

  /// What the vault keeps under this name, compared with its SHA-256 again; nil where it keeps nothing.
  func kept(_ name: String) async throws(JournalError) -> [UInt8]?

  /// All records of these kinds, in order. For kinds of which a log has few, such as those that only people cause: a store
  /// may have to read everything to find the others.
  func records(of kinds: Set<RecordKind>) async throws(JournalError) -> [SealedRecord]
}

extension RecordStore {
  public func records(of kinds: Set<RecordKind>) async throws(JournalError) -> [SealedRecord] {
    try await recordsReadThrough(of: kinds)
  }

  /// The same by reading everything.
  public func recordsReadThrough(of kinds: Set<RecordKind>) async throws(JournalError) -> [SealedRecord] {
    var found: [SealedRecord] = []
    var next: Int64 = 1
    while case let page = try await records(from: next, limit: 1000), let last = page.last {
      found += page.filter { kinds.contains($0.kind) }
      next = last.sequence + 1
    }
    return found
  }
}

/// What is asked of the registers about one request.
public struct RegisterQuestion: Sendable, Hashable {
  /// The request's digest.
  public let request: Digest
  /// The issuer's name in the configuration.
  public let issuer: String
  /// Nil where the TBS's number is none that a register can hold.
  public let serial: SerialNumber?
  /// SHA-256 over the form in which names are compared.
  public let nameForm: Digest
  public let subjectKey: Digest
  /// The serial number of the previous certificate that the request shows.
  public let previous: SerialNumber?
  /// The issuer had a history before this gateway.
  public let requiresInventory: Bool

  public init(
    request: Digest, issuer: String, serial: SerialNumber?, nameForm: Digest, subjectKey: Digest,
    previous: SerialNumber? = nil, requiresInventory: Bool = false
  ) {
    self.request = request
    self.issuer = issuer
    self.serial = serial
    self.nameForm = nameForm
    self.subjectKey = subjectKey
    self.previous = previous
    self.requiresInventory = requiresInventory
  }
}

/// What the registers say about one request.
public struct RegisterReport: Sendable, Hashable {
  /// The intent with the request's digest, or else the last refusal.
  public let earlier: StoredDecision?
  public let answers: RegisterAnswers

  public init(earlier: StoredDecision?, answers: RegisterAnswers) {
    self.earlier = earlier
    self.answers = answers
  }
}

/// A certificate and what is known of its revocation.
public struct RegisteredCertificate: Sendable, Hashable {
  public let entry: CertificateEntry
  public let revocation: Revocation?

  public init(entry: CertificateEntry, revocation: Revocation?) {
    self.entry = entry
    self.revocation = revocation
  }
}

/// An acceptance that is still to come.
public struct OpenAcceptance: Sendable, Hashable {
  public let decision: DecisionID
  public let due: Instant

  public init(decision: DecisionID, due: Instant) {
    self.decision = decision
    self.due = due
  }
}

/// A decision with the records that tell of it.
public struct StoredDecision: Sendable, Hashable {
  public let entry: DecisionEntry
  /// The intent or the refusal.
  public let opening: SealedRecord
  /// The outcome, the outcome unknown or the incident.
  public let conclusion: SealedRecord?

  public init(entry: DecisionEntry, opening: SealedRecord, conclusion: SealedRecord?) {
    self.entry = entry
    self.opening = opening
    self.conclusion = conclusion
  }
}
