import Evidence
import Foundation
import Records
import Testing

@testable import RecordStores

/// A store that an older version wrote, and one that came back from the past.
@Suite struct SchemaTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("log.db")
  }

  private func open(create: Bool = false) throws -> SQLiteStore {
    try SQLiteStore(path: path, create: create, clock: Sample.clock)
  }

  /// What a gateway with schema 3 left: two starts and a reservation.
  private func restoreSchema3() throws -> Connection {
    let file = URL(filePath: #filePath).appending(path: "../../Golden/record-store-schema-3.sql").standardized
    let connection = try Connection(path: path, mode: .create)
    try connection.execute(try String(contentsOf: file, encoding: .utf8))
    try connection.execute("PRAGMA journal_mode = wal")
    return connection
  }

  private func schema(_ path: String) throws -> [String] {
    var found: [String] = []
    try Connection(path: path, mode: .readOnly)
      .prepare("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema").each { row in
        found.append(row.text(0) ?? "")
        return true
      }
    return found.sorted()
  }

  @Test func `a store of schema 3 becomes one of schema 4, and keeps what it holds`() async throws {
    _ = try restoreSchema3()
    #expect(throws: RecordStoreError.self) { try SQLiteLog(path: path) }
    let store = try open()
    #expect(try await store.log.verify().sequence == 5)
    let serial = try #require(SerialNumber(hex: "4f396e9cdf168bd6bb149aebe0ab5a4f"))
    guard case .reserved = try await store.status(of: serial) else {
      Issue.record("the reservation is lost")
      return
    }
    #expect(try await store.records(of: [.serviceStarted]).map(\.sequence) == [1, 3])
    let document = RegisterDocument(register: "credentials", key: "a", body: .null)
    try await Journal(store).put(
      .credentialChanged, [document], note: .null, keeps: [VaultItem("a", [1])], at: Sample.now)
    #expect(try await store.document("credentials", "a") == document)
    #expect(try await store.log.verify().sequence == 6)
    let fresh = folder.path("fresh.db")
    _ = try SQLiteStore(path: fresh, create: true, clock: Sample.clock)
    #expect(try schema(path) == schema(fresh))
    #expect(try Connection(path: path, mode: .readOnly).value("PRAGMA user_version") == "4")
  }

  @Test func `a store that cannot become one of schema 4 stays as it was`() throws {
    let connection = try restoreSchema3()
    try connection.execute("CREATE TABLE vault (theirs INTEGER)")
    let before = try schema(path)
    #expect(throws: RecordStoreError.self) { try open() }
    #expect(try schema(path) == before)
    #expect(try connection.value("PRAGMA user_version") == "3")
  }

  @Test func `yesterday's copy of a store is noticed, and so is a copy that went on by itself`() async throws {
    let kind = RecordKind(rawValue: "note")
    let copy = folder.path("yesterday.db")
    func write(_ text: String, _ count: Int, create: Bool = false) async throws -> StoreMark? {
      let store = try open(create: create)
      for number in 0..<count { try await Journal(store).note(kind, .string("\(text) \(number)")) }
      return try await store.mark()
    }
    #expect(try await open(create: true).mark() == nil)
    _ = try await write("yesterday", 3)
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    let mark = try #require(try await write("today", 2)).bytes
    func freshness(_ kept: [UInt8]?) async throws -> StoreFreshness { try await open().freshness(kept: kept) }
    #expect(try await freshness(mark) == .fresh)
    #expect(try await freshness(nil) == .nothingKept)
    _ = try await write("tomorrow", 2)
    #expect(try await freshness(mark) == .fresh)

    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(atPath: copy, toPath: path)
    #expect(try await freshness(mark) == .older(last: 3, marked: 5))
    _ = try await write("another", 2)
    #expect(try await freshness(mark) == .anotherHistory(at: 5))
    _ = try await write("another", 2)
    #expect(try await freshness(mark) == .anotherHistory(at: 5))
    #expect(try await SQLiteLog(path: path).verify().sequence == 7)
  }
}
