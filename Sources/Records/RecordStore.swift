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

  /// The decision with its records; nil where there is none.
  func decision(_ query: DecisionQuery) async throws(JournalError) -> StoredDecision?

  /// Intents without their end, oldest first.
  func pendingDecisions() async throws(JournalError) -> [DecisionID]

  /// The content with this SHA-256, compared with it again; nil where it was never stored.
  func blob(_ address: Digest) async throws(JournalError) -> [UInt8]?

  /// At most `limit` records in order, from this sequence on.
  func records(from sequence: Int64, limit: Int) async throws(JournalError) -> [SealedRecord]
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
