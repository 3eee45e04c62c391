import Evidence
import RecordStores
import Records
import Synchronization

/// A store in memory that can be told to stop, as a full disk would make it, counts its records, and notes what is walked.
final class StoppableStore: RecordStore {
  private let store: MemoryStore
  private let isStopped = Mutex(false)
  private let left = Mutex<Int?>(nil)
  private let altered = Mutex<[Digest: Result<[UInt8]?, JournalError>]>([:])
  private let walks = Mutex<Set<String>>([])

  /// The registers that somebody asked for page by page, whosever the documents are: what takes longer the more there are.
  var walked: Set<String> { walks.withLock { $0 } }

  init(clock: @escaping @Sendable () -> Instant) { store = MemoryStore(clock: clock) }

  func stop() { isStopped.withLock { $0 = true } }

  /// Takes so many records more, then stops; nil never.
  func stop(after records: Int?) { left.withLock { $0 = records } }

  /// As after a restart with the cause removed.
  func goOn() {
    stop(after: nil)
    isStopped.withLock { $0 = false }
  }

  /// What a blob is from here on: other bytes, nothing, or an error.
  func alter(_ address: Digest, to content: Result<[UInt8]?, JournalError>) {
    altered.withLock { $0[address] = content }
  }

  private func check() throws(JournalError) {
    if isStopped.withLock({ $0 }) { throw .stopped("the disk is full") }
  }

  func append(_ entry: Entry) async throws(JournalError) -> SealedRecord {
    let isOver = left.withLock { left in
      guard let more = left else { return false }
      left = more - 1
      return more <= 0
    }
    if isOver { stop() }
    try check()
    return try await store.append(entry)
  }

  func ready() async throws(JournalError) { try check() }

  func status(of serial: SerialNumber) async throws(JournalError) -> SerialStatus { await store.status(of: serial) }

  func report(_ question: RegisterQuestion) async throws(JournalError) -> RegisterReport {
    await store.report(question)
  }

  func certificate(
    _ serial: SerialNumber, isPrecertificate: Bool
  ) async throws(JournalError) -> RegisteredCertificate? {
    await store.certificate(serial, isPrecertificate: isPrecertificate)
  }

  func hasInventory(of issuer: String) async throws(JournalError) -> Bool { await store.hasInventory(of: issuer) }

  func openAcceptances() async throws(JournalError) -> [OpenAcceptance] { await store.openAcceptances() }

  func certificates(
    ofDevice device: String, at now: Instant, after serial: SerialNumber?, limit: Int
  ) async throws(JournalError) -> [CertificateEntry] {
    await store.certificates(ofDevice: device, at: now, after: serial, limit: limit)
  }

  func certifiedDevices(at now: Instant) async throws(JournalError) -> [String: Int] {
    await store.certifiedDevices(at: now)
  }

  func decision(_ query: DecisionQuery) async throws(JournalError) -> StoredDecision? { await store.decision(query) }

  func pendingDecisions() async throws(JournalError) -> [DecisionID] { await store.pendingDecisions() }

  func blob(_ address: Digest) async throws(JournalError) -> [UInt8]? {
    guard let content = altered.withLock({ $0[address] }) else { return await store.blob(address) }
    return try content.get()
  }

  func records(from sequence: Int64, limit: Int) async throws(JournalError) -> [SealedRecord] {
    await store.records(from: sequence, limit: limit)
  }

  func lastSequence() async throws(JournalError) -> Int64 { await store.lastSequence() }

  func document(_ register: String, _ key: String) async throws(JournalError) -> RegisterDocument? {
    await store.document(register, key)
  }

  func documents(
    _ register: String, owner: String?, after key: String?, limit: Int
  ) async throws(JournalError) -> [RegisterDocument] {
    if owner == nil { walks.withLock { _ = $0.insert(register) } }
    return await store.documents(register, owner: owner, after: key, limit: limit)
  }

  func consumed(_ register: String, among values: [String]) async throws(JournalError) -> Set<String> {
    await store.consumed(register, among: values)
  }

  func count(_ register: String, _ key: String) async throws(JournalError) -> Int64 {
    await store.count(register, key)
  }

  func kept(_ name: String) async throws(JournalError) -> [UInt8]? { await store.kept(name) }

  /// All records, oldest first.
  var records: [SealedRecord] {
    get async { await store.records(from: 1, limit: .max) }
  }
}
