public import Evidence
public import Records

/// A record store opened for reading: lookups while a service writes, and the log tools.
///
/// `@unchecked Sendable`: after `init` only the reader's one thread touches `queries`.
public final class SQLiteLog: @unchecked Sendable {
  private let queries: Queries
  private let thread: WorkerThread<@Sendable () -> Void>

  /// Opens an existing database. Throws `RecordStoreError.unknownSchema` for any other than this version's.
  public init(path: String) throws(RecordStoreError) {
    let connection = try Connection(path: path, mode: .readOnly)
    try Schema.prepareReader(connection, path: path)
    queries = try Queries(connection)
    thread = WorkerThread(name: "records-reader", limit: 64) { jobs in
      for job in jobs { job() }
    }
  }

  deinit { thread.close() }

  public func status(of serial: SerialNumber) async throws(JournalError) -> SerialStatus {
    try await ask { queries throws(RecordStoreError) in try queries.status(of: serial) }
  }

  public func report(_ question: RegisterQuestion) async throws(JournalError) -> RegisterReport {
    try await ask { queries throws(RecordStoreError) in try queries.report(question) }
  }

  public func certificate(
    _ serial: SerialNumber, isPrecertificate: Bool
  ) async throws(JournalError) -> RegisteredCertificate? {
    try await ask { queries throws(RecordStoreError) in
      try queries.registers.certificate(serial, isPrecertificate: isPrecertificate).map {
        entry throws(RecordStoreError) in
        RegisteredCertificate(entry: entry, revocation: try queries.registers.revocation(of: serial))
      }
    }
  }

  public func hasInventory(of issuer: String) async throws(JournalError) -> Bool {
    try await ask { queries throws(RecordStoreError) in try !queries.registers.isWithoutInventory(issuer) }
  }

  public func openAcceptances() async throws(JournalError) -> [OpenAcceptance] {
    try await ask { queries throws(RecordStoreError) in try queries.registers.openAcceptances() }
  }

  public func certificates(
    ofDevice device: String, at now: Instant, after serial: SerialNumber?, limit: Int
  ) async throws(JournalError) -> [CertificateEntry] {
    try await ask { queries throws(RecordStoreError) in
      try queries.registers.certificates(ofDevice: device, at: now, after: serial, limit: limit)
    }
  }

  public func certifiedDevices(at now: Instant) async throws(JournalError) -> [String: Int] {
    try await ask { queries throws(RecordStoreError) in try queries.registers.certifiedDevices(at: now) }
  }

  /// Whether a file with this digest was imported as an issuer's inventory.
  public func hasInventory(_ inventory: Inventory) async throws(JournalError) -> Bool {
    try await ask { queries throws(RecordStoreError) in try queries.registers.hasInventory(inventory) }
  }

  public func decision(_ query: DecisionQuery) async throws(JournalError) -> StoredDecision? {
    try await ask { queries throws(RecordStoreError) in try queries.decision(query) }
  }

  public func pendingDecisions() async throws(JournalError) -> [DecisionID] {
    try await ask { queries throws(RecordStoreError) in try queries.pendingDecisions() }
  }

  public func blob(_ address: Digest) async throws(JournalError) -> [UInt8]? {
    try await ask { queries throws(RecordStoreError) in try queries.content(address) }
  }

  public func records(from sequence: Int64, limit: Int) async throws(JournalError) -> [SealedRecord] {
    try await ask { queries throws(RecordStoreError) in try queries.records(from: sequence, limit: limit) }
  }

  public func lastSequence() async throws(JournalError) -> Int64 {
    try await ask { queries throws(RecordStoreError) in try queries.documents.lastSequence() }
  }

  public func document(_ register: String, _ key: String) async throws(JournalError) -> RegisterDocument? {
    try await ask { queries throws(RecordStoreError) in try queries.documents.document(register, key) }
  }

  public func documents(
    _ register: String, owner: String?, after key: String?, limit: Int
  ) async throws(JournalError) -> [RegisterDocument] {
    try await ask { queries throws(RecordStoreError) in
      try queries.documents.documents(register, owner: owner, after: key, limit: limit)
    }
  }

  public func consumed(_ register: String, among values: [String]) async throws(JournalError) -> Set<String> {
    try await ask { queries throws(RecordStoreError) in try queries.documents.consumed(register, among: values) }
  }

  public func count(_ register: String, _ key: String) async throws(JournalError) -> Int64 {
    try await ask { queries throws(RecordStoreError) in try queries.documents.count(register, key) }
  }

  public func kept(_ name: String) async throws(JournalError) -> [UInt8]? {
    try await ask { queries throws(RecordStoreError) in try queries.documents.kept(name) }
  }

  /// Nil where one of the kinds is frequent, which no index holds.
  func indexedRecords(of kinds: Set<RecordKind>) async throws(JournalError) -> [SealedRecord]? {
    try await ask { queries throws(RecordStoreError) in try queries.indexedRecords(of: kinds) }
  }

  /// Reads the whole chain, compares the registers with what it says, and every blob with its address.
  ///
  /// - Returns: the end of the chain. Throws `.corrupt` with the first fault.
  public func verify() async throws(JournalError) -> ChainState {
    try await ask { queries throws(RecordStoreError) in try queries.verify() }
  }

  private func ask<Value: Sendable>(
    _ question: @escaping @Sendable (Queries) throws(RecordStoreError) -> Value
  ) async throws(JournalError) -> Value {
    let result: Result<Value, JournalError> = await withCheckedContinuation { answer in
      let taken = thread.submit {
        do throws(RecordStoreError) {
          answer.resume(returning: .success(try question(self.queries)))
        } catch {
          answer.resume(returning: .failure(error.whileReading))
        }
      }
      precondition(taken, "the reader closes with its last reference only")
    }
    return try result.get()
  }
}
