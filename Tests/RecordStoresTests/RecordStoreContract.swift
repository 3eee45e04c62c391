import Evidence
import KeyCeremony
import Records
import Testing

@testable import RecordStores

/// The stores that keep the contract of `RecordStore`. A new one adds a case.
enum StoreKind: String, CaseIterable {
  case memory, sqlite, transcript

  func open(_ folder: TemporaryFolder) throws -> any RecordStore {
    switch self {
    case .memory: MemoryStore(clock: Sample.clock)
    case .sqlite: try SQLiteStore(path: folder.path("log.db"), create: true, clock: Sample.clock)
    case .transcript: try TranscriptStore(creating: folder.path("transcript.jsonl"), clock: Sample.clock)
    }
  }
}

@Suite struct RecordStoreContract {
  private let folder = try? TemporaryFolder()

  private func journal(_ kind: StoreKind) throws -> Journal {
    Journal(try kind.open(try #require(folder)))
  }

  @Test(arguments: StoreKind.allCases)
  func `an intent and its outcome are found by id, request and serial, with their blobs`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let serial = try Sample.serial(1)
    try await Sample.reserve([serial], in: journal)
    let intent = try Sample.intent(1, serial: serial)
    let receipt = try await journal.intend(intent)
    #expect(receipt.messages == intent.messages && receipt.key == intent.key && receipt.scheme == intent.scheme)
    #expect(receipt.decision == intent.judgement.decision)
    #expect(try await journal.store.decision(.id(intent.judgement.decision))?.entry.state == .pending)
    #expect(try await journal.store.pendingDecisions() == [intent.judgement.decision])
    try await journal.conclude(Outcome(decision: intent.judgement.decision, signedObject: [7, 7]))

    let object = Blob([7, 7]).address
    for query in [
      DecisionQuery.id(intent.judgement.decision), .request(intent.judgement.request), .serial(serial),
    ] {
      let stored = try #require(try await journal.store.decision(query))
      #expect(stored.entry.state == .concluded(.signed(object: object)))
      #expect(stored.opening.kind == .intent && stored.opening.sequence == 2)
      #expect(stored.conclusion?.kind == .outcome && stored.conclusion?.sequence == 3)
    }
    #expect(try await journal.store.pendingDecisions().isEmpty)
    #expect(try await journal.store.blob(object) == [7, 7])
    for item in intent.judgement.evidence {
      #expect(try await journal.store.blob(item.blob.address) == item.blob.content)
    }
    for message in intent.messages { #expect(try await journal.store.blob(Blob(message).address) == message) }
    #expect(try await journal.store.blob(Sample.hash("never stored")) == nil)
  }

  @Test(arguments: StoreKind.allCases)
  func `a serial goes from unknown to reserved to spent, and stays spent`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let serial = try Sample.serial(1)
    #expect(try await journal.store.status(of: serial) == .unknown)
    let key = Sample.hash("key")
    try await Sample.reserve([serial], in: journal, subjectKey: key, expires: Sample.now.adding(seconds: 60))
    let reservation = SerialReservation(
      serial: serial, issuer: "issuing", requester: "ra-1", subjectKey: key, reservedAt: Sample.now,
      expires: Sample.now.adding(seconds: 60))
    #expect(try await journal.store.status(of: serial) == .reserved(reservation))
    let intent = try Sample.intent(1, serial: serial, subjectKey: key)
    _ = try await journal.intend(intent)
    try await journal.concludeUnknown(intent.judgement.decision, reason: "token gone")
    #expect(try await journal.store.status(of: serial) == .spent(decision: intent.judgement.decision))
    await expectConflict(.serialSpent(serial, by: intent.judgement.decision)) {
      _ = try await journal.intend(try Sample.intent(2, serial: serial, subjectKey: key))
    }
    await expectConflict(.serialTaken(serial)) { try await Sample.reserve([serial], in: journal) }
  }

  @Test(arguments: StoreKind.allCases)
  func `a serial that is not this request's to use is refused`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let serial = try Sample.serial(1)
    await expectConflict(.serialNotReserved(serial)) {
      _ = try await journal.intend(try Sample.intent(1, serial: serial))
    }
    try await Sample.reserve([serial], in: journal, subjectKey: Sample.hash("key"), expires: Sample.now)
    let refused: [(String, Intent)] = [
      ("issuer", try Sample.intent(2, serial: serial, issuer: "other")),
      ("requester", try Sample.intent(3, serial: serial, requester: "other")),
      ("subject key", try Sample.intent(4, serial: serial)),
    ]
    for (field, intent) in refused {
      await expectConflict(.serialReservedForAnother(serial, field: field)) { _ = try await journal.intend(intent) }
    }
    await expectConflict(.reservationExpired(serial, at: Sample.now)) {
      _ = try await journal.intend(try Sample.intent(5, serial: serial, subjectKey: Sample.hash("key")))
    }
    #expect(try await journal.store.records(from: 1, limit: 10).count == 1)
  }

  @Test(arguments: StoreKind.allCases)
  func `the same request, decision or authorisation is taken once`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let once = Consumption(register: "sad", value: "x")
    let first = try Sample.intent(1, request: "a", consumes: [once])
    _ = try await journal.intend(first)
    await expectConflict(.duplicateRequest(first.judgement.decision)) {
      _ = try await journal.intend(try Sample.intent(2, request: "a"))
    }
    await expectConflict(.duplicateDecision(first.judgement.decision)) {
      _ = try await journal.intend(try Sample.intent(1, request: "b"))
    }
    await expectConflict(.alreadyConsumed(once)) {
      _ = try await journal.intend(try Sample.intent(3, request: "c", consumes: [once]))
    }
    // The failed one left nothing behind, so its request and decision are free.
    _ = try await journal.intend(try Sample.intent(3, request: "c"))
  }

  @Test(arguments: StoreKind.allCases)
  func `an intent ends once, and only an intent ends`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let (one, two) = (try Sample.decision(1), try Sample.decision(2))
    await expectConflict(.noIntent(one)) { try await journal.conclude(Outcome(decision: one, signedObject: [1])) }
    #expect(try await journal.store.blob(Blob([1]).address) == nil)
    try await journal.refuse(try Sample.judgement(2))
    await expectConflict(.noIntent(two)) { try await journal.reportIncident(two, what: "x") }
    _ = try await journal.intend(try Sample.intent(1))
    try await journal.reportIncident(one, what: "the signature does not verify")
    await expectConflict(.alreadyConcluded(one)) {
      try await journal.conclude(Outcome(decision: one, signedObject: [1]))
    }
    #expect(try await journal.store.decision(.id(one))?.entry.state == .concluded(.incident))
  }

  @Test(arguments: StoreKind.allCases)
  func `a refusal is found until an intent takes its place`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    try await journal.refuse(try Sample.judgement(1, request: "a"))
    try await journal.refuse(try Sample.judgement(2, request: "a"))
    let request = DecisionQuery.request(Sample.hash("a"))
    #expect(try await journal.store.decision(request)?.entry.id == Sample.decision(2))
    _ = try await journal.intend(try Sample.intent(3, request: "a"))
    try await journal.refuse(try Sample.judgement(4, request: "a"))
    let stored = try #require(try await journal.store.decision(request))
    #expect(try stored.entry.id == Sample.decision(3) && stored.conclusion == nil)
    #expect(try await journal.store.decision(.request(Sample.hash("b"))) == nil)
  }

  @Test(arguments: StoreKind.allCases)
  func `a start writes off what an earlier run left open`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let start = ServiceStart(configuration: Sample.hash("c"), demo: true, versions: [:])
    #expect(try await journal.start(start).isEmpty)
    _ = try await journal.intend(try Sample.intent(1))
    _ = try await journal.intend(try Sample.intent(2))
    try await journal.conclude(Outcome(decision: try Sample.decision(1), signedObject: [1]))
    #expect(try await journal.start(start) == [Sample.decision(2)])
    #expect(try await journal.store.decision(.id(Sample.decision(2)))?.entry.state == .concluded(.unknown))
    let kinds = try await journal.store.records(from: 1, limit: 10).map(\.kind)
    #expect(kinds == [.serviceStarted, .intent, .intent, .outcome, .serviceStarted, .outcomeUnknown])
  }

  @Test(arguments: StoreKind.allCases)
  func `callers at once get one chain, and a conflict fails one of them alone`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let taken = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<64 {
        // Two callers send each request.
        group.addTask {
          await Sample.succeeds {
            _ = try await journal.intend(
              try Sample.intent(UInt8(number), request: "request \(number / 2)"))
          }
        }
      }
      return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(taken == 32)
    let records = try await journal.store.records(from: 1, limit: 100)
    var verifier = ChainVerifier()
    #expect(records.count == 32 && records.allSatisfy { verifier.check($0) == nil })
    try await journal.store.ready()
  }

  @Test(arguments: StoreKind.allCases)
  func `records are given by kind, in order, rare kinds and frequent ones`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let kinds = ["note", "operator-refused", "other", "note", "operator-refused", "change-approved"]
    for kind in kinds { try await journal.note(RecordKind(rawValue: kind), .null) }
    let store = journal.store
    func sequences(_ kinds: String...) async throws -> [Int64] {
      try await store.records(of: Set(kinds.map(RecordKind.init))).map(\.sequence)
    }
    #expect(try await sequences("note") == [1, 4])
    #expect(try await sequences("change-approved", "note") == [1, 4, 6])
    #expect(try await sequences("operator-refused", "other") == [2, 3, 5])
    #expect(try await sequences("nothing") == [])
  }

  @Test(arguments: StoreKind.allCases)
  func `records are given from a sequence on, up to a limit`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    for number in 1...5 { try await journal.note(RecordKind(rawValue: "note"), .integer(Int64(number))) }
    #expect(try await journal.store.records(from: 2, limit: 3).map(\.sequence) == [2, 3, 4])
    #expect(try await journal.store.records(from: 2, limit: 3).map(\.value) == [.integer(2), .integer(3), .integer(4)])
    #expect(try await journal.store.records(from: 6, limit: 3).isEmpty)
    #expect(try await journal.store.records(from: 1, limit: -1).isEmpty)
    #expect(try await journal.store.records(from: .min, limit: 1).map(\.time) == [Sample.now])
  }
}
