internal import Evidence
internal import Records
internal import Synchronization

/// An entry that waits for its commit.
struct WaitingEntry: Sendable {
  let entry: Entry
  let answer: CheckedContinuation<Result<SealedRecord, JournalError>, Never>
}

/// Seals and stores entries, many to a commit.
///
/// `@unchecked Sendable`: after `init` only `process` touches the members, and the writer's one thread alone calls it;
/// `stopped` is guarded by its own mutex.
final class Writer: @unchecked Sendable {
  private let connection: Connection
  private let clock: @Sendable () -> Instant
  private let tables: RegisterTables
  private let insertRecord: Statement
  private let insertBlob: Statement
  private let begin: Statement
  private let commit: Statement
  private let save: Statement
  private let release: Statement
  private let back: Statement
  private var chain: ChainState
  /// What was erased may stand in the write-ahead log still.
  private var isLogToBeEmptied = true
  private let reason = Mutex<String?>(nil)

  init(
    _ connection: Connection, after chain: ChainState, clock: @escaping @Sendable () -> Instant
  ) throws(RecordStoreError) {
    self.connection = connection
    self.chain = chain
    self.clock = clock
    tables = try RegisterTables(connection)
    insertRecord = try connection.prepare("INSERT INTO records (\(SealedRecord.columns)) VALUES (?, ?, ?, ?, ?, ?)")
    insertBlob = try connection.prepare(
      "INSERT INTO blobs (address, content) VALUES (?, ?) ON CONFLICT (address) DO NOTHING")
    begin = try connection.prepare("BEGIN IMMEDIATE")
    commit = try connection.prepare("COMMIT")
    save = try connection.prepare("SAVEPOINT entry")
    release = try connection.prepare("RELEASE entry")
    back = try connection.prepare("ROLLBACK TO entry")
    try emptyLog(waiting: Writer.patience)
  }

  /// Milliseconds for readers to finish what they began.
  private static let patience: Int32 = 50

  /// Why nothing more is taken; nil while all is well.
  var stopped: String? { reason.withLock { $0 } }

  /// Stores what can be stored in one commit and answers everyone after it.
  func process(_ batch: [WaitingEntry]) {
    let results: [Result<SealedRecord, JournalError>]
    if let stopped {
      results = batch.map { _ in .failure(.stopped(stopped)) }
    } else {
      do {
        results = try store(batch.map(\.entry))
      } catch {
        // What reached the disk is unknown, also for entries that seemed to conflict: they may have met one of these.
        let text = error.description
        reason.withLock { $0 = text }
        results = batch.map { _ in .failure(.stopped(text)) }
      }
    }
    for (waiting, result) in zip(batch, results) { waiting.answer.resume(returning: result) }
  }

  /// After an erasure, and at the start, for an earlier run may have ended in between. Where a reader of an older state stands
  /// against it, each commit tries again; only the first waits for readers, for a long one would slow every commit down.
  private func emptyLog(waiting milliseconds: Int32) throws(RecordStoreError) {
    if isLogToBeEmptied, try connection.emptyLog(waiting: milliseconds) { isLogToBeEmptied = false }
  }

  private func store(_ entries: [Entry]) throws(RecordStoreError) -> [Result<SealedRecord, JournalError>] {
    var next = chain
    var results: [Result<SealedRecord, JournalError>] = []
    try begin.run()
    for entry in entries {
      var state = next
      let record = state.seal(entry, at: clock())
      try save.run()
      if let conflict = try insert(record, entry) {
        try back.run()
        results.append(.failure(.conflict(conflict)))
      } else {
        next = state
        results.append(.success(record))
      }
      try release.run()
    }
    try commit.run()
    chain = next
    let hasErased = zip(entries, results).contains { entry, result in
      if case .success = result { entry.erases } else { false }
    }
    if hasErased { isLogToBeEmptied = true }
    try emptyLog(waiting: hasErased ? Writer.patience : 0)
    return results
  }

  private func insert(_ record: SealedRecord, _ entry: Entry) throws(RecordStoreError) -> Conflict? {
    for change in entry.changes {
      if let conflict = try tables.enter(change, of: record.sequence, keeping: entry.keeps) { return conflict }
    }
    // Another process that wrote in between shows here, as a sequence that is taken; that is no conflict but the end.
    try insertRecord.run(
      .integer(record.sequence), .blob(record.previous.bytes), .text(record.time.description),
      .text(record.kind.rawValue), .blob(record.body), .blob(record.hash.bytes))
    for blob in entry.blobs { try insertBlob.run(.blob(blob.address.bytes), .blob(blob.content)) }
    return nil
  }
}

extension Entry {
  fileprivate var erases: Bool {
    changes.contains { if case .erase = $0 { true } else { false } }
  }
}
