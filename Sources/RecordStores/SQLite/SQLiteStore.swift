public import Evidence
internal import Glibc
public import Records

/// The record store of one node: SQLite with a write-ahead log that is synced at every commit.
public final class SQLiteStore: RecordStore {
  /// The same database for reading.
  public let log: SQLiteLog
  private let lock: FileLock
  private let writer: Writer
  private let thread: WorkerThread<WaitingEntry>

  /// Opens the database, checks the end of its chain, and keeps every other process from writing to it.
  ///
  /// - Parameters:
  ///   - create: whether a database that is not there is made. Say true once, at installation: an empty log that was
  ///     made by mistake hides the one that is lost.
  ///   - clock: gives each record its time.
  public init(path: String, create: Bool, clock: @escaping @Sendable () -> Instant) throws(RecordStoreError) {
    if !create, access(path, F_OK) != 0 { throw .missing(path: path) }
    lock = try FileLock(path: path + ".lock")
    let connection = try Connection(path: path, mode: create ? .create : .readWrite)
    try Schema.prepare(connection, path: path)
    if create { try syncDirectory(of: path) }
    let chain = try Queries(connection).checkTail(SQLiteStore.tail)
    writer = try Writer(connection, after: chain, clock: clock)
    log = try SQLiteLog(path: path)
    thread = WorkerThread(name: "records-writer", limit: 256) { [writer] in writer.process($0) }
  }

  deinit { thread.close() }

  /// Returns when every entry that waits is answered; later ones are refused. Another process may write from then on, whoever
  /// still holds this object to read.
  public func close() {
    thread.close()
    lock.release()
  }

  public func append(_ entry: Entry) async throws(JournalError) -> SealedRecord {
    let result = await withCheckedContinuation { answer in
      if !thread.submit(WaitingEntry(entry: entry, answer: answer)) {
        answer.resume(returning: .failure(.stopped("it is closed")))
      }
    }
    return try result.get()
  }

  public func ready() async throws(JournalError) {
    if let reason = writer.stopped { throw .stopped(reason) }
  }

  public func status(of serial: SerialNumber) async throws(JournalError) -> SerialStatus {
    try await log.status(of: serial)
  }

  public func report(_ question: RegisterQuestion) async throws(JournalError) -> RegisterReport {
    try await log.report(question)
  }

  public func certificate(
    _ serial: SerialNumber, isPrecertificate: Bool
  ) async throws(JournalError) -> RegisteredCertificate? {
    try await log.certificate(serial, isPrecertificate: isPrecertificate)
  }

  public func hasInventory(of issuer: String) async throws(JournalError) -> Bool {
    try await log.hasInventory(of: issuer)
  }

  public func openAcceptances() async throws(JournalError) -> [OpenAcceptance] { try await log.openAcceptances() }

  public func certificates(
    ofDevice device: String, at now: Instant, after serial: SerialNumber?, limit: Int
  ) async throws(JournalError) -> [CertificateEntry] {
    try await log.certificates(ofDevice: device, at: now, after: serial, limit: limit)
  }

  public func certifiedDevices(at now: Instant) async throws(JournalError) -> [String: Int] {
    try await log.certifiedDevices(at: now)
  }

  public func decision(_ query: DecisionQuery) async throws(JournalError) -> StoredDecision? {
    try await log.decision(query)
  }

  public func pendingDecisions() async throws(JournalError) -> [DecisionID] { try await log.pendingDecisions() }

  public func blob(_ address: Digest) async throws(JournalError) -> [UInt8]? { try await log.blob(address) }

  public func records(from sequence: Int64, limit: Int) async throws(JournalError) -> [SealedRecord] {
    try await log.records(from: sequence, limit: limit)
  }

  public func lastSequence() async throws(JournalError) -> Int64 { try await log.lastSequence() }

  public func document(_ register: String, _ key: String) async throws(JournalError) -> RegisterDocument? {
    try await log.document(register, key)
  }

  public func documents(
    _ register: String, owner: String?, after key: String?, limit: Int
  ) async throws(JournalError) -> [RegisterDocument] {
    try await log.documents(register, owner: owner, after: key, limit: limit)
  }

  public func consumed(_ register: String, among values: [String]) async throws(JournalError) -> Set<String> {
    try await log.consumed(register, among: values)
  }

  public func count(_ register: String, _ key: String) async throws(JournalError) -> Int64 {
    try await log.count(register, key)
  }

  public func kept(_ name: String) async throws(JournalError) -> [UInt8]? { try await log.kept(name) }

  public func records(of kinds: Set<RecordKind>) async throws(JournalError) -> [SealedRecord] {
    if let found = try await log.indexedRecords(of: kinds) { return found }
    return try await recordsReadThrough(of: kinds)
  }

  /// Records checked at every start; `SQLiteLog.verify` checks all.
  private static let tail: Int64 = 1000
}
