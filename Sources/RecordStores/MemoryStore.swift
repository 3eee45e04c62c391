public import Evidence
public import Records

/// A store that forgets: for tests, never for signing.
public actor MemoryStore: RecordStore {
  private var records: [SealedRecord] = []
  private var chain = ChainState.empty
  private var registers = Registers()
  private var blobs: [Digest: [UInt8]] = [:]
  /// By SHA-256; the registers have the names.
  private var vault: [Digest: [UInt8]] = [:]
  private let clock: @Sendable () -> Instant

  public init(clock: @escaping @Sendable () -> Instant) { self.clock = clock }

  public func append(_ entry: Entry) throws(JournalError) -> SealedRecord {
    try registers.apply(entry.changes, of: chain.sequence + 1)
    let record = chain.seal(entry, at: clock())
    records.append(record)
    for blob in entry.blobs { blobs[blob.address] = blob.content }
    for item in entry.keeps { vault[item.digest] = item.content }
    return record
  }

  public func ready() {}

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
    registers.decision(query).map { entry in
      StoredDecision(
        entry: entry, opening: records[Int(entry.opening) - 1],
        conclusion: entry.conclusion.map { records[Int($0) - 1] })
    }
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

  public func kept(_ name: String) -> [UInt8]? { registers.kept(name).flatMap { vault[$0] } }

  public func records(from sequence: Int64, limit: Int) -> [SealedRecord] {
    Array(records.drop { $0.sequence < sequence }.prefix(max(limit, 0)))
  }
}
