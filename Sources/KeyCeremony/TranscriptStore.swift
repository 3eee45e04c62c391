public import Evidence
public import Records

/// The journal store of a ceremony: an append-only file of hash-chained records, one line each.
///
/// It is created exclusively, every line is synced before `append` returns, and a failed write or sync stops it for good.
public actor TranscriptStore: RecordStore {
  public nonisolated let path: String
  /// The records of the run that this one carries on; none at a beginning.
  nonisolated let earlier: [Transcript.Line]
  /// What stood after the last whole line of that run.
  nonisolated let torn: [UInt8]
  private let file: DurableFile
  private let clock: @Sendable () -> Instant
  private let gate: WriteGate
  private var chain = ChainState.empty
  private var registers = Registers()
  private var records: [SealedRecord] = []
  private var blobs: [Digest: [UInt8]] = [:]
  private var stopped: String?

  /// Throws where something has this name already.
  public init(creating path: String, clock: @escaping @Sendable () -> Instant) throws(CeremonyError) {
    try self.init(creating: path, clock: clock, gate: { _ in })
  }

  init(
    creating path: String, clock: @escaping @Sendable () -> Instant, gate: @escaping WriteGate
  ) throws(CeremonyError) {
    self.path = path
    self.clock = clock
    self.gate = gate
    try gate(path)
    earlier = []
    torn = []
    file = try DurableFile(creating: path)
    try file.syncFolder()
  }

  /// Opens the transcript of an interrupted run, to append to it.
  ///
  /// A last line without its end was never taken for written; it is cut off, and `torn` holds it.
  init(
    resuming path: String, clock: @escaping @Sendable () -> Instant, gate: @escaping WriteGate = { _ in }
  ) throws(CeremonyError) {
    self.path = path
    self.clock = clock
    self.gate = gate
    let bytes = try FilePath.read(path, limit: Transcript.longest)
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else {
      throw CeremonyError(
        .refused, "the transcript \(path) holds no record: the run was interrupted before it did anything",
        hint: "remove it, and 'run' the script anew")
    }
    let whole = bytes[...end]
    do { earlier = try Transcript.verified(Array(whole)) } catch {
      throw CeremonyError(.refused, "the transcript \(path) is not whole: \(error)", hint: "it cannot be carried on")
    }
    torn = Array(bytes.dropFirst(whole.count))
    file = try DurableFile(appendingTo: path)
    if !torn.isEmpty { try file.truncate(to: whole.count) }
    if let last = earlier.last { chain = ChainState(after: last.record) }
    records = earlier.map(\.record)
    for blob in earlier.flatMap(\.blobs) { blobs[blob.address] = blob.content }
  }

  /// The hash of the last record: what a statement about the transcript so far names.
  var head: Digest { chain.hash }

  public func append(_ entry: Entry) throws(JournalError) -> SealedRecord {
    try ready()
    if let item = entry.keeps.first { throw .conflict(.noVault(item.name)) }
    var nextChain = chain
    var nextRegisters = registers
    let record = nextChain.seal(entry, at: clock())
    try nextRegisters.apply(entry.changes, of: record.sequence)
    do {
      try gate(path)
      try file.append(Transcript.write(record, entry.blobs))
    } catch {
      stopped = error.message
      throw .stopped(error.message)
    }
    chain = nextChain
    registers = nextRegisters
    records.append(record)
    for blob in entry.blobs { blobs[blob.address] = blob.content }
    return record
  }

  public func ready() throws(JournalError) {
    if let stopped { throw .stopped(stopped) }
  }

  public func status(of serial: SerialNumber) -> SerialStatus { registers.status(of: serial) }

  public func report(_ question: RegisterQuestion) -> RegisterReport {
    RegisterReport(earlier: decision(.request(question.request)), answers: registers.answers(to: question))
  }

  public func certificate(_ serial: SerialNumber, isPrecertificate: Bool) -> RegisteredCertificate? {
    registers.certificate(serial, isPrecertificate: isPrecertificate).map {
      RegisteredCertificate(entry: $0, revocation: registers.revocation(of: serial))
    }
  }

  public func hasInventory(of issuer: String) -> Bool { registers.hasInventory(of: issuer) }

  public func openAcceptances() -> [OpenAcceptance] { registers.openAcceptances }

  public func certificates(
    ofDevice device: String, at now: Instant, after serial: SerialNumber?, limit: Int
  ) -> [CertificateEntry] {
    registers.certificates(ofDevice: device, at: now, after: serial, limit: limit)
  }

  public func certifiedDevices(at now: Instant) -> [String: Int] { registers.certifiedDevices(at: now) }

  public func decision(_ query: DecisionQuery) -> StoredDecision? {
    guard let entry = registers.decision(query), let opening = record(entry.opening) else { return nil }
    return StoredDecision(entry: entry, opening: opening, conclusion: entry.conclusion.flatMap { record($0) })
  }

  public func pendingDecisions() -> [DecisionID] { registers.pending }

  public func blob(_ address: Digest) -> [UInt8]? { blobs[address] }

  public func lastSequence() -> Int64 { chain.sequence }

  public func document(_ register: String, _ key: String) -> RegisterDocument? { registers.document(register, key) }

  public func documents(_ register: String, owner: String?, after key: String?, limit: Int) -> [RegisterDocument] {
    registers.documents(register, owner: owner, after: key, limit: limit)
  }

  public func consumed(_ register: String, among values: [String]) -> Set<String> {
    registers.consumed(register, among: values)
  }

  public func count(_ register: String, _ key: String) -> Int64 { registers.count(register, key) }

  /// Nothing: what is in a transcript stays there, so it takes nothing that must be erasable.
  public func kept(_ name: String) -> [UInt8]? { nil }

  public func records(from sequence: Int64, limit: Int) -> [SealedRecord] {
    Array(records.drop { $0.sequence < sequence }.prefix(max(0, limit)))
  }

  private func record(_ sequence: Int64) -> SealedRecord? {
    Int(exactly: sequence - 1).flatMap { records.indices.contains($0) ? records[$0] : nil }
  }
}
