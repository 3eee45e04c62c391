import Evidence
import Foundation
import Records
import Testing

@testable import RecordStores

@Suite struct SQLiteStoreTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("log.db")
  }

  private func open(create: Bool = false) throws -> SQLiteStore {
    try SQLiteStore(path: path, create: create, clock: Sample.clock)
  }

  @Test func `a store that is not there is made only when asked for`() throws {
    #expect(throws: RecordStoreError.missing(path: path)) { try open() }
    _ = try open(create: true)
    _ = try open()
  }

  @Test func `a second writer is kept out, a reader is not`() async throws {
    let store = try open(create: true)
    try await Journal(store).note(RecordKind(rawValue: "note"), .null)
    #expect(throws: RecordStoreError.locked(path: path + ".lock")) { try open() }
    #expect(try await SQLiteLog(path: path).records(from: 1, limit: 9).count == 1)
  }

  @Test func `a store that is closed keeps nobody out, whoever still holds it`() async throws {
    let first = try open(create: true)
    try await Journal(first).note(RecordKind(rawValue: "note"), .null)
    first.close()
    let second = try open()
    #expect(throws: RecordStoreError.locked(path: path + ".lock")) { try open() }
    first.close()
    #expect(throws: RecordStoreError.locked(path: path + ".lock")) { try open() }
    #expect(try await first.records(from: 1, limit: 9).count == 1)
    second.close()
  }

  @Test func `the chain goes on where an earlier run ended`() async throws {
    for number in 1...3 {
      let store = try open(create: number == 1)
      try await Journal(store).note(RecordKind(rawValue: "note"), .integer(Int64(number)))
      store.close()
      await #expect(throws: JournalError.stopped("it is closed")) {
        try await Journal(store).note(RecordKind(rawValue: "note"), .null)
      }
    }
    #expect(try await SQLiteLog(path: path).verify().sequence == 3)
  }

  @Test(arguments: ["user_version = 2", "user_version = 5", "user_version = 0", "application_id = 1"])
  func `a database of another schema is refused and not touched`(pragma: String) throws {
    _ = try open(create: true)
    let connection = try Connection(path: path, mode: .readWrite)
    try connection.execute("PRAGMA \(pragma)")
    #expect { try open(create: true) } throws: { error in
      guard case .unknownSchema(path, _, "application 1397047628, schema 4") = error as? RecordStoreError else {
        return false
      }
      return true
    }
    #expect(throws: RecordStoreError.self) { try SQLiteLog(path: path) }
  }

  @Test func `another application's database is refused`() throws {
    try Connection(path: path, mode: .create).execute("CREATE TABLE theirs (a)")
    #expect(throws: RecordStoreError.self) { try open(create: true) }
  }

  @Test func `a file that is no database is refused`() throws {
    try Array(repeating: "not a database", count: 100).joined().write(
      toFile: path, atomically: false, encoding: .utf8)
    #expect(throws: RecordStoreError.self) { try open() }
  }

  @Test func `the database itself refuses to rewrite history`() async throws {
    let store = try open(create: true)
    let serial = try Sample.serial(1)
    try await Sample.reserve([serial], in: Journal(store))
    _ = try await Journal(store).intend(
      try Sample.intent(
        1, serial: serial, consumes: [Consumption(register: "sad", value: "x")],
        counts: [Consumption(register: "uses", value: "x")]))
    try await Journal(store).put(
      .credentialChanged, [RegisterDocument(register: "credentials", key: "a", body: .null)], note: .null,
      keeps: [VaultItem("a", [1])], at: Sample.now)
    let connection = try Connection(path: path, mode: .readWrite)
    for sql in [
      "UPDATE records SET kind = 'x'", "DELETE FROM records", "UPDATE serials SET decision = NULL",
      "DELETE FROM serials", "DELETE FROM consumed", "UPDATE documents SET body = X'00'",
      "UPDATE documents SET revision = 3", "UPDATE documents SET revision = 2, key = 'b'", "DELETE FROM documents",
      "UPDATE counters SET value = 1", "DELETE FROM counters", "UPDATE vault SET content = X'00'",
      "INSERT INTO vault SELECT * FROM vault",
    ] {
      #expect(throws: RecordStoreError.self, "\(sql)") { try connection.execute(sql) }
    }
  }

  @Test func `a record that another process slipped in stops the store`() async throws {
    let store = try open(create: true)
    let journal = Journal(store)
    try await journal.note(RecordKind(rawValue: "note"), .null)
    try Connection(path: path, mode: .readWrite).execute(
      "INSERT INTO records SELECT sequence + 1, previous, time, kind, body, hash FROM records")
    for _ in 0..<2 {
      await #expect {
        try await journal.note(RecordKind(rawValue: "note"), .null)
      } throws: { error in
        guard case .stopped(let reason) = error as? JournalError else { return false }
        return reason.contains("UNIQUE constraint failed: records.sequence")
      }
    }
    await #expect(throws: JournalError.self) { try await store.ready() }
  }

  @Test func `a broken end of the chain keeps the store from opening`() async throws {
    try await writeThree()
    try corrupt("UPDATE records SET kind = 'other' WHERE sequence = 2")
    #expect {
      try open()
    } throws: { error in
      guard case .corrupt(let fault) = error as? RecordStoreError else { return false }
      return fault.record == 2
    }
  }

  /// The lock is held as long as the store is, so it is gone at the end of this.
  private func writeThree() async throws {
    let journal = Journal(try open(create: true))
    for _ in 0..<3 { try await journal.note(RecordKind(rawValue: "note"), .null) }
  }

  private func corrupt(_ sql: String) throws {
    let connection = try Connection(path: path, mode: .readWrite)
    try connection.execute(
      "DROP TRIGGER records_never_change; DROP TRIGGER records_never_go; DROP TRIGGER serials_stay_spent;"
        + "DROP TRIGGER serials_never_go; DROP TRIGGER consumed_never_goes;")
    try connection.execute(sql)
    #expect(connection.changes > 0, "\(sql) changed nothing")
  }

  @Test(arguments: [
    (Queries.rareRecords, "rare_records", RecordKind(rawValue: "note"), Int64(1)),
    (Queries.revocations, "revocation_records", RecordKind.certificateRevoked, 2),
  ])
  func `rare records and revocations are found by an index, also in a store that was made without it`(
    _ query: String, _ index: String, _ kind: RecordKind, _ sequence: Int64
  ) async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("log.db")
    func plan() throws -> String {
      let connection = try Connection(path: path, mode: .readOnly)
      return try connection.prepare("EXPLAIN QUERY PLAN \(query)").first(reading: { $0.text(3) }) ?? ""
    }
    do {
      let journal = Journal(try SQLiteStore(path: path, create: true, clock: Sample.clock))
      try await journal.note(RecordKind(rawValue: "note"), .null)
      try await journal.revoke(
        Revocation(serial: try Sample.serial(1), reason: .superseded, at: Sample.now), issuer: "issuing",
        subjectKey: nil, reportedBy: "pipeline", at: Sample.now)
    }
    #expect(try plan().contains("INDEX \(index)"))
    try Connection(path: path, mode: .readWrite).execute("DROP INDEX \(index)")
    #expect(try !plan().contains("INDEX \(index)"))
    let store = try SQLiteStore(path: path, create: false, clock: Sample.clock)
    #expect(try plan().contains("INDEX \(index)"))
    #expect(try await store.records(of: [kind]).map(\.sequence) == [sequence])
    #expect(try await store.log.indexedRecords(of: [kind])?.map(\.sequence) == [sequence])
  }
}
