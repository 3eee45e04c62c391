internal import Evidence
internal import Records

/// What is asked of the tables. Belongs to one thread.
final class Queries {
  let connection: Connection
  let registers: RegisterQueries
  let documents: DocumentQueries
  private let decisionByID: Statement
  private let decisionByRequest: Statement
  private let refusalByRequest: Statement
  private let decisionBySerial: Statement
  private let pending: Statement
  private let blob: Statement
  private let records: Statement
  private let rareRecords: Statement
  private let revocations: Statement

  init(_ connection: Connection) throws(RecordStoreError) {
    self.connection = connection
    registers = try RegisterQueries(connection)
    documents = try DocumentQueries(connection)
    let decision = "SELECT \(DecisionEntry.columns) FROM decisions WHERE"
    // The intent first, then the last refusal.
    let order = "ORDER BY state = 'refused', opening DESC LIMIT 1"
    decisionByID = try connection.prepare("\(decision) id = ?")
    decisionByRequest = try connection.prepare("\(decision) request = ? AND state <> 'refused'")
    refusalByRequest = try connection.prepare("\(decision) request = ? AND state = 'refused' \(order)")
    decisionBySerial = try connection.prepare("\(decision) serial = ? \(order)")
    pending = try connection.prepare("SELECT id FROM decisions WHERE state = 'pending' ORDER BY opening")
    blob = try connection.prepare("SELECT content FROM blobs WHERE address = ?")
    records = try connection.prepare(
      "SELECT \(SealedRecord.columns) FROM records WHERE sequence >= ? ORDER BY sequence LIMIT ?")
    rareRecords = try connection.prepare(Queries.rareRecords)
    revocations = try connection.prepare(Queries.revocations)
  }

  func status(of number: SerialNumber) throws(RecordStoreError) -> SerialStatus {
    try registers.status(of: number)
  }

  func report(_ question: RegisterQuestion) throws(RecordStoreError) -> RegisterReport {
    RegisterReport(
      earlier: try decision(.request(question.request)), answers: try registers.answers(to: question))
  }

  func decision(_ query: DecisionQuery) throws(RecordStoreError) -> StoredDecision? {
    let entry: DecisionEntry?
    switch query {
    case .id(let id): entry = try self.entry(decisionByID, .text(id.text))
    case .request(let digest):
      // Two partial indexes: each intent and each refusal is entered in one of them only.
      let intent = try self.entry(decisionByRequest, .blob(digest.bytes))
      if let intent { entry = intent } else { entry = try self.entry(refusalByRequest, .blob(digest.bytes)) }
    case .serial(let serial): entry = try self.entry(decisionBySerial, .blob(serial.magnitude))
    }
    guard let entry else { return nil }
    var conclusion: SealedRecord?
    if let sequence = entry.conclusion { conclusion = try record(sequence) }
    return StoredDecision(entry: entry, opening: try record(entry.opening), conclusion: conclusion)
  }

  private func entry(_ statement: Statement, _ value: SQLValue) throws(RecordStoreError) -> DecisionEntry? {
    try statement.only(value, what: "a decision", DecisionEntry.read)
  }

  func pendingDecisions() throws(RecordStoreError) -> [DecisionID] {
    var ids: [DecisionID?] = []
    try pending.each { row in
      ids.append(row.text(0).flatMap { DecisionID($0) })
      return true
    }
    let read = ids.compactMap { $0 }
    guard read.count == ids.count else { throw .unreadable("a decision") }
    return read
  }

  func content(_ address: Digest) throws(RecordStoreError) -> [UInt8]? {
    guard let content = try blob.first(.blob(address.bytes), reading: { $0.blob(0) }) else { return nil }
    guard Blob(content).address == address else { throw .unreadable("blob \(address.hex)") }
    return content
  }

  static let rareRecords = "SELECT \(SealedRecord.columns) FROM records WHERE \(Schema.isRare) ORDER BY sequence"
  static let revocations =
    "SELECT \(SealedRecord.columns) FROM records WHERE \(Schema.isRevocation) ORDER BY sequence"

  func records(from sequence: Int64, limit: Int) throws(RecordStoreError) -> [SealedRecord] {
    var results: [Result<SealedRecord, RecordStoreError>] = []
    try records.each(.integer(sequence), .integer(Int64(max(limit, 0)))) { row in
      results.append(SealedRecord.read(row))
      return true
    }
    return try Queries.all(results)
  }

  /// The records of kinds that requests do not cause, or of revocations alone; nil for others, which no index holds.
  func indexedRecords(of kinds: Set<RecordKind>) throws(RecordStoreError) -> [SealedRecord]? {
    let isRare = kinds.allSatisfy { !Schema.frequentKinds.contains($0.rawValue) }
    guard isRare || kinds == [.certificateRevoked] else { return nil }
    var results: [Result<SealedRecord, RecordStoreError>] = []
    try (isRare ? rareRecords : revocations).each { row in
      results.append(SealedRecord.read(row))
      return true
    }
    return try Queries.all(results).filter { kinds.contains($0.kind) }
  }

  private static func all(
    _ results: [Result<SealedRecord, RecordStoreError>]
  ) throws(RecordStoreError) -> [SealedRecord] {
    var read: [SealedRecord] = []
    for result in results { read.append(try result.get()) }
    return read
  }

  /// The state after the last `count` records, once they are checked; the whole chain where it is shorter.
  func checkTail(_ count: Int64) throws(RecordStoreError) -> ChainState {
    let last = try documents.lastSequence()
    let tail = try records(from: max(1, last - count + 1), limit: Int(count))
    guard let first = tail.first else { return .empty }
    var state = first.sequence == 1 ? ChainState.empty : ChainState(before: first)
    for record in tail {
      if let fault = state.check(record) { throw .corrupt(fault) }
    }
    return state
  }

  private func record(_ sequence: Int64) throws(RecordStoreError) -> SealedRecord {
    guard let record = try records(from: sequence, limit: 1).first, record.sequence == sequence else {
      throw .corrupt(ChainFault(record: sequence, found: "it is missing", required: "present: a decision names it"))
    }
    return record
  }
}
