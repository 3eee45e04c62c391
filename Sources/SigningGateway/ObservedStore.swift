internal import Evidence
internal import Records
internal import Synchronization

/// The record store, with the last record that this run wrote in view of `/readyz`, and with what every record is to name.
final class ObservedStore: RecordStore {
  /// Who is asked and told, in a type of their own: a function that is itself the value of a generic type is wrapped anew at
  /// each access, so that a Mutex of one grows with every record until the stack ends.
  private struct Listeners {
    var named: (@Sendable () -> [String: JSONValue])?
    var watcher: (@Sendable (SealedRecord) -> Void)?
  }

  private let store: any RecordStore
  private let newest = Mutex<SealedRecord?>(nil)
  private let listeners = Mutex(Listeners())

  init(_ store: any RecordStore) { self.store = store }

  /// Has this told of every record, once it is durable and before whoever wrote it goes on.
  func observe(_ told: @escaping @Sendable (SealedRecord) -> Void) { listeners.withLock { $0.watcher = told } }

  var last: SealedRecord? { newest.withLock { $0 } }

  /// Has every record from now on name these members, as they are at its time, save where it has them itself.
  func name(_ members: @escaping @Sendable () -> [String: JSONValue]) { listeners.withLock { $0.named = members } }

  func append(_ entry: Entry) async throws(JournalError) -> SealedRecord {
    let listeners = listeners.withLock { $0 }
    let members = listeners.named?() ?? [:]
    let record = try await store.append(members.isEmpty ? entry : entry.adding(members))
    // Entries of one commit come back in any order.
    newest.withLock { newest in
      if record.sequence > newest?.sequence ?? 0 { newest = record }
    }
    listeners.watcher?(record)
    return record
  }

  func ready() async throws(JournalError) { try await store.ready() }

  func status(of serial: SerialNumber) async throws(JournalError) -> SerialStatus {
    try await store.status(of: serial)
  }

  func report(_ question: RegisterQuestion) async throws(JournalError) -> RegisterReport {
    try await store.report(question)
  }

  func certificate(
    _ serial: SerialNumber, isPrecertificate: Bool
  ) async throws(JournalError) -> RegisteredCertificate? {
    try await store.certificate(serial, isPrecertificate: isPrecertificate)
  }

  func hasInventory(of issuer: String) async throws(JournalError) -> Bool {
    try await store.hasInventory(of: issuer)
  }

  func openAcceptances() async throws(JournalError) -> [OpenAcceptance] { try await store.openAcceptances() }

  func certificates(
    ofDevice device: String, at now: Instant, after serial: SerialNumber?, limit: Int
  ) async throws(JournalError) -> [CertificateEntry] {
    try await store.certificates(ofDevice: device, at: now, after: serial, limit: limit)
  }

  func certifiedDevices(at now: Instant) async throws(JournalError) -> [String: Int] {
    try await store.certifiedDevices(at: now)
  }

  func decision(_ query: DecisionQuery) async throws(JournalError) -> StoredDecision? {
    try await store.decision(query)
  }

  func pendingDecisions() async throws(JournalError) -> [DecisionID] { try await store.pendingDecisions() }

  func blob(_ address: Digest) async throws(JournalError) -> [UInt8]? { try await store.blob(address) }

  func records(from sequence: Int64, limit: Int) async throws(JournalError) -> [SealedRecord] {
    try await store.records(from: sequence, limit: limit)
  }

  func lastSequence() async throws(JournalError) -> Int64 { try await store.lastSequence() }

  func document(_ register: String, _ key: String) async throws(JournalError) -> RegisterDocument? {
    try await store.document(register, key)
  }

  func documents(
    _ register: String, owner: String?, after key: String?, limit: Int
  ) async throws(JournalError) -> [RegisterDocument] {
    try await store.documents(register, owner: owner, after: key, limit: limit)
  }

  func consumed(_ register: String, among values: [String]) async throws(JournalError) -> Set<String> {
    try await store.consumed(register, among: values)
  }

  func count(_ register: String, _ key: String) async throws(JournalError) -> Int64 {
    try await store.count(register, key)
  }

  func kept(_ name: String) async throws(JournalError) -> [UInt8]? { try await store.kept(name) }

  func records(of kinds: Set<RecordKind>) async throws(JournalError) -> [SealedRecord] {
    try await store.records(of: kinds)
  }
}
