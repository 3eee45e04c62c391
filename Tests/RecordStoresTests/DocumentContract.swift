import Evidence
import Records
import Testing

/// Documents, counters, used authorisations and the vault, in every store.
@Suite struct DocumentContract {
  private let folder = try? TemporaryFolder()

  private func journal(_ kind: StoreKind) throws -> Journal { Journal(try kind.open(try #require(folder))) }

  private func document(
    _ key: String, _ number: Int64 = 1, owner: String? = nil, revision: Int64 = 1, register: String = "credentials"
  ) -> RegisterDocument {
    RegisterDocument(
      register: register, key: key, owner: owner, revision: revision, body: .object(["number": .integer(number)]))
  }

  private func put(
    _ documents: [RegisterDocument], in journal: Journal, consumes: [Consumption] = [], keeps: [VaultItem] = [],
    erases: [String] = []
  ) async throws {
    try await journal.put(
      .credentialChanged, documents, note: .object(["why": .string("test")]), consumes: consumes, keeps: keeps,
      erases: erases, at: Sample.now)
  }

  @Test(arguments: StoreKind.allCases)
  func `a document is found as its last revision says`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let store = journal.store
    #expect(try await store.document("credentials", "a") == nil)
    let first = document("a", owner: "S-1")
    try await put([first], in: journal)
    #expect(try await store.document("credentials", "a") == first)
    let second = first.changed(to: .object(["number": .integer(2)]))
    #expect(second.revision == 2 && second.owner == "S-1")
    try await put([second], in: journal)
    #expect(try await store.document("credentials", "a") == second)
    #expect(try await store.document("authenticators", "a") == nil)
    #expect(try await store.lastSequence() == 2)
    let records = try await store.records(from: 1, limit: 10)
    var verifier = ChainVerifier()
    #expect(records.count == 2 && records.allSatisfy { verifier.check($0) == nil })
    #expect(verifier.registers.document("credentials", "a") == second)
    #expect(records[1].value?["note"]?["why"] == .string("test"))
  }

  @Test(arguments: StoreKind.allCases)
  func `exactly the next revision is taken, and a conflict leaves nothing behind`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let stale = Conflict.staleRevision(register: "credentials", key: "a")
    for revision in [Int64(2), .max] {
      await expectConflict(stale) { try await put([document("a", revision: revision)], in: journal) }
    }
    try await put([document("a")], in: journal)
    for revision in [Int64(1), 3] {
      await expectConflict(stale) {
        try await put([document("b"), document("a", revision: revision)], in: journal)
      }
    }
    // One record changes a document once.
    await expectConflict(stale) {
      try await put([document("a", revision: 2), document("a", revision: 3)], in: journal)
    }
    await expectConflict(.staleRevision(register: "credentials", key: "c")) {
      try await put([document("c"), document("c", revision: 2)], in: journal)
    }
    #expect(try await journal.store.document("credentials", "a")?.revision == 1)
    #expect(try await journal.store.document("credentials", "b") == nil)
    #expect(try await journal.store.lastSequence() == 1)
  }

  @Test(arguments: StoreKind.allCases)
  func `of many who change one document at once, one does`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    try await put([document("a")], in: journal)
    for revision in Int64(2)...4 {
      let taken = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<16 {
          group.addTask {
            await Sample.succeeds {
              try await put([document("a", Int64(number), revision: revision)], in: journal)
            }
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(taken == 1)
      #expect(try await journal.store.document("credentials", "a")?.revision == revision)
    }
    #expect(try await journal.store.lastSequence() == 4)
  }

  @Test(arguments: StoreKind.allCases)
  func `documents are listed by the bytes of their keys, a page at a time, all or an owner's`(kind: StoreKind)
    async throws
  {
    let journal = try journal(kind)
    // Precomposed and not, with a NUL inside, and one that is the beginning of another.
    let keys = ["", "a", "a\u{0}b", "a\u{0}c", "ab", "e\u{301}", "z", "\u{e9}", "\u{1F511}"]
    for (index, key) in keys.enumerated().reversed() {
      try await put([document(key, Int64(index), owner: index % 2 == 0 ? "S-1" : "S-2")], in: journal)
    }
    try await put([document("a", 100, owner: "S-1", register: "authenticators"), document("q", 101)], in: journal)
    let store = journal.store
    func numbers(_ owner: String?, after: String? = nil, limit: Int = 100) async throws -> [JSONValue?] {
      try await store.documents("credentials", owner: owner, after: after, limit: limit).map { $0.body["number"] }
    }
    #expect(try await numbers("S-1") == [0, 2, 4, 6, 8].map(JSONValue.integer))
    #expect(try await numbers("S-2", after: "a", limit: 2) == [3, 5].map(JSONValue.integer))
    #expect(try await numbers(nil, limit: 4) == [0, 1, 2, 3].map(JSONValue.integer))
    #expect(try await numbers(nil, after: "a\u{0}b", limit: 4) == [3, 4, 5, 101].map(JSONValue.integer))
    #expect(try await numbers(nil, after: "\u{1F511}").isEmpty)
    #expect(try await numbers(nil, limit: -1).isEmpty)
    #expect(try await numbers("S-3").isEmpty)
    for (index, key) in keys.enumerated() {
      #expect(try await store.document("credentials", key)?.body["number"] == .integer(Int64(index)))
    }
    // The owner may change with a revision.
    try await put([document("q", 7, owner: "S-3", revision: 2)], in: journal)
    #expect(try await numbers("S-3") == [.integer(7)])
  }

  @Test(arguments: StoreKind.allCases)
  func `an authorisation is used once, by a decision or by a change of documents`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let (one, two) = (Consumption(register: "sad", value: "1"), Consumption(register: "sad", value: "2"))
    try await put([document("a")], in: journal, consumes: [one])
    await expectConflict(.alreadyConsumed(one)) { try await put([document("b")], in: journal, consumes: [one]) }
    await expectConflict(.alreadyConsumed(one)) {
      _ = try await journal.intend(try Sample.intent(1, consumes: [one]))
    }
    _ = try await journal.intend(try Sample.intent(1, consumes: [two]))
    await expectConflict(.alreadyConsumed(two)) { try await put([document("b")], in: journal, consumes: [two]) }
    await expectConflict(.alreadyConsumed(Consumption(register: "sad", value: "3"))) {
      let three = Consumption(register: "sad", value: "3")
      try await put([document("b")], in: journal, consumes: [three, three])
    }
    let store = journal.store
    #expect(try await store.consumed("sad", among: ["1", "2", "3", "1\u{0}"]) == ["1", "2"])
    #expect(try await store.consumed("other", among: ["1", "2"]).isEmpty)
    #expect(try await store.consumed("sad", among: []).isEmpty)
    #expect(try await store.document("credentials", "b") == nil)
  }

  @Test(arguments: StoreKind.allCases)
  func `an intent raises counters and changes documents, all or nothing`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let store = journal.store
    let counter = Consumption(register: "uses", value: "credential")
    #expect(try await store.count("uses", "credential") == 0)
    for number: UInt8 in 1...3 {
      _ = try await journal.intend(
        try Sample.intent(
          number, counts: [counter, counter, Consumption(register: "uses", value: "\(number)")],
          documents: [document("a", Int64(number), revision: Int64(number))]))
      #expect(try await store.count("uses", "credential") == 2 * Int64(number))
      #expect(try await store.document("credentials", "a")?.body["number"] == .integer(Int64(number)))
    }
    await expectConflict(.staleRevision(register: "credentials", key: "a")) {
      _ = try await journal.intend(
        try Sample.intent(4, counts: [counter], documents: [document("a", 9, revision: 2)]))
    }
    #expect(try await store.count("uses", "credential") == 6)
    #expect(try await store.count("uses", "1") == 1)
    #expect(try await store.count("others", "1") == 0)
    #expect(try await store.decision(.id(Sample.decision(4))) == nil)
    var verifier = ChainVerifier()
    #expect(try await store.records(from: 1, limit: 10).allSatisfy { verifier.check($0) == nil })
    #expect(verifier.registers.count("uses", "credential") == 6)
    #expect(verifier.registers.document("credentials", "a")?.revision == 3)
  }

  @Test(arguments: [StoreKind.memory, .sqlite])
  func `the vault keeps a content under a name until it is erased`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let store = journal.store
    let (one, two) = (VaultItem("key/a", [1, 2, 3]), VaultItem("key/b", []))
    try await put([document("a")], in: journal, keeps: [one, two])
    #expect(try await store.kept("key/a") == [1, 2, 3])
    #expect(try await store.kept("key/b") == [])
    #expect(try await store.kept("key/c") == nil)
    await expectConflict(.nameTaken("key/a")) {
      try await put([document("b")], in: journal, keeps: [VaultItem("key/a", [4])])
    }
    await expectConflict(.nameTaken("key/c")) {
      try await put([document("b")], in: journal, keeps: [VaultItem("key/c", [4]), VaultItem("key/c", [5])])
    }
    await expectConflict(.nothingKept("key/c")) { try await put([document("b")], in: journal, erases: ["key/c"]) }
    await expectConflict(.nothingKept("key/a")) {
      try await put([document("b")], in: journal, erases: ["key/a", "key/a"])
    }
    #expect(try await store.kept("key/a") == [1, 2, 3])
    // Wrapped anew: the name has another content from one record to the next.
    try await put([], in: journal, keeps: [VaultItem("key/a", [6])], erases: ["key/a"])
    #expect(try await store.kept("key/a") == [6])
    try await put([document("a", revision: 2)], in: journal, erases: ["key/a"])
    #expect(try await store.kept("key/a") == nil)
    #expect(try await store.kept("key/b") == [])
    #expect(try await store.document("credentials", "b") == nil)
    var verifier = ChainVerifier()
    #expect(try await store.records(from: 1, limit: 10).allSatisfy { verifier.check($0) == nil })
    #expect(verifier.registers.kept("key/b") == two.digest && verifier.registers.kept("key/a") == nil)
  }

  @Test(arguments: [StoreKind.memory, .sqlite])
  func `what the vault keeps stands in no record and in no blob`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let item = VaultItem("key/a", Array("wrapped".utf8))
    try await put([], in: journal, keeps: [item])
    let record = try #require(try await journal.store.records(from: 1, limit: 1).first)
    #expect(
      record.value?["keeps"] == .array([.object(["name": .string("key/a"), "digest": .string(item.digest.hex)])]))
    #expect(!record.canonicalBytes().contains(item.content) && record.blobAddresses.isEmpty)
    #expect(try await journal.store.blob(item.digest) == nil)
  }

  @Test func `a transcript takes nothing that must be erasable`() async throws {
    let journal = try journal(.transcript)
    await expectConflict(.noVault("key/a")) {
      try await put([document("a")], in: journal, keeps: [VaultItem("key/a", [1])])
    }
    #expect(try await journal.store.document("credentials", "a") == nil)
    #expect(try await journal.store.kept("key/a") == nil)
    try await put([document("a")], in: journal)
  }

  @Test(arguments: StoreKind.allCases)
  func `a blob that a document names is there with it`(kind: StoreKind) async throws {
    let journal = try journal(kind)
    let blob = Blob([0x30, 0x03])
    let named = RegisterDocument(
      register: "credentials", key: "a", body: .object(["certificate": .object(["sha256": .string(blob.address.hex)])]))
    try await journal.put(.credentialChanged, [named], note: .null, blobs: [blob], at: Sample.now)
    #expect(try await journal.store.blob(blob.address) == [0x30, 0x03])
    #expect(try await journal.store.records(from: 1, limit: 1).first?.blobAddresses == [blob.address])
  }
}
