import Cryptography
import Evidence
import Foundation
import PolicyGates
import RecordStores
import Records
import Signing
import Testing
import TokenPool

/// Where the process is killed in the life of a signing request.
enum KillPoint: String, CaseIterable, Codable, Sendable {
  case beforeIntent, afterIntent, whileSigning, beforeOutcome, afterOutcome
}

@Suite struct KillTests {
  @Test(arguments: KillPoint.allCases)
  func `after kill -9 at any step no serial is free again and no answer is without its record`(
    point: KillPoint
  ) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sealgate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "log.db").path
    let id = DecisionID.random()
    let text = id.text

    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, text = text as String, point = point as KillPoint] in
      try await KillTests.signAndDie(path, decision: try #require(DecisionID(text)), at: point)
    }

    let store = try SQLiteStore(path: path, create: false, clock: Sample.clock)
    let journal = Journal(store)
    let writtenOff = try await journal.start(
      ServiceStart(configuration: Hash.digest([], .sha256), demo: true, versions: [:]))
    let state = try await store.decision(.id(id))?.entry.state
    let serial = try await store.status(of: try KillTests.serial)
    switch point {
    case .beforeIntent:
      #expect(state == nil && writtenOff.isEmpty)
      guard case .reserved = serial else { throw CancellationError() }
    case .afterIntent, .whileSigning, .beforeOutcome:
      #expect(state == .concluded(.unknown) && writtenOff == [id])
      #expect(serial == .spent(decision: id))
    case .afterOutcome:
      guard case .concluded(.signed(let object)) = state else { throw CancellationError() }
      #expect(try await store.blob(object) != nil && writtenOff.isEmpty)
      #expect(serial == .spent(decision: id))
    }
    _ = try await store.log.verify()
  }

  private static var serial: SerialNumber {
    get throws { try #require(SerialNumber(hex: "0badcafe")) }
  }

  private static func signAndDie(_ path: String, decision: DecisionID, at point: KillPoint) async throws {
    let die: @Sendable () -> Void = { kill(getpid(), SIGKILL) }
    let sample = try Sample()
    let store = try SQLiteStore(path: path, create: true, clock: Sample.clock)
    try await Journal(store).reserve(
      [try serial], issuer: "issuing", requester: "ra-1", subjectKey: nil, at: Sample.now, expires: nil)
    let dying = DyingStore(store: store, point: point, die: die)
    let token = FakeToken(key: sample.key, behaviour: point == .whileSigning ? .run(die) : .sign)
    let signer = RecordedSigner(Signer(token), journal: Journal(dying), clock: Sample.clock)
    _ = try await signer.sign(try sample.permit(), judgement: sample.judgement(decision, serial: try serial)) {
      $0.signatures[0]
    }
  }
}

/// Dies before or after an append.
private struct DyingStore: RecordStore {
  let store: SQLiteStore
  let point: KillPoint
  let die: @Sendable () -> Void

  func append(_ entry: Entry) async throws(JournalError) -> SealedRecord {
    switch (point, entry.kind) {
    case (.beforeIntent, .intent), (.beforeOutcome, .outcome): die()
    default: break
    }
    let record = try await store.append(entry)
    switch (point, entry.kind) {
    case (.afterIntent, .intent), (.afterOutcome, .outcome): die()
    default: break
    }
    return record
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
  func ready() async throws(JournalError) { try await store.ready() }
  func status(of serial: SerialNumber) async throws(JournalError) -> SerialStatus { try await store.status(of: serial) }
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
  func pendingDecisions() async throws(JournalError) -> [DecisionID] { try await store.pendingDecisions() }
  func blob(_ address: Digest) async throws(JournalError) -> [UInt8]? { try await store.blob(address) }
  func records(from sequence: Int64, limit: Int) async throws(JournalError) -> [SealedRecord] {
    try await store.records(from: sequence, limit: limit)
  }
}
