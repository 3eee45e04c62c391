import Evidence
import Records
import Testing

@testable import RecordStores

@Suite struct VerificationTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("log.db")
  }

  /// Records: 1 start, 2 reservation, 3 intent, 4 outcome, 5 refusal, 6 intent.
  private func fill() async throws {
    let journal = Journal(try SQLiteStore(path: path, create: true, clock: Sample.clock))
    _ = try await journal.start(ServiceStart(configuration: Sample.hash("c"), demo: true, versions: ["a": "1"]))
    let serials = [try Sample.serial(1), try Sample.serial(2)]
    try await Sample.reserve(
      serials, in: journal, subjectKey: Sample.hash("key"), expires: Sample.now.adding(seconds: 60))
    _ = try await journal.intend(
      try Sample.intent(
        1, serial: serials[0], subjectKey: Sample.hash("key"), consumes: [Consumption(register: "sad", value: "x")]))
    try await journal.conclude(Outcome(decision: try Sample.decision(1), signedObject: [1, 2, 3]))
    try await journal.refuse(try Sample.judgement(2))
    _ = try await journal.intend(try Sample.intent(3))
  }

  private func corrupt(_ change: (Connection) throws -> Void) throws {
    let connection = try Connection(path: path, mode: .readWrite)
    try connection.execute(
      "DROP TRIGGER records_never_change; DROP TRIGGER records_never_go; DROP TRIGGER serials_stay_spent;"
        + "DROP TRIGGER serials_never_go; DROP TRIGGER consumed_never_goes;")
    try change(connection)
    #expect(connection.changes > 0, "nothing was changed")
  }

  private func fault() async throws -> ChainFault? {
    do {
      _ = try await SQLiteLog(path: path).verify()
      return nil
    } catch JournalError.corrupt(let fault) {
      return fault
    }
  }

  @Test func `an untouched log has no fault`() async throws {
    try await fill()
    #expect(try await SQLiteLog(path: path).verify().sequence == 6)
  }

  @Test(arguments: ["previous", "time", "kind", "body", "hash"])
  func `one changed byte in any column of a record is found in that record`(column: String) async throws {
    try await fill()
    try corrupt { connection in
      let select = try connection.prepare("SELECT CAST(\(column) AS BLOB) FROM records WHERE sequence = 3")
      var bytes = try #require(try select.first(reading: { $0.blob(0) }))
      bytes[bytes.count / 2] ^= 1
      let type = column == "time" || column == "kind" ? "TEXT" : "BLOB"
      try connection.prepare("UPDATE records SET \(column) = CAST(? AS \(type)) WHERE sequence = 3").run(.blob(bytes))
    }
    #expect(try await fault()?.record == 3)
  }

  @Test(arguments: [
    ("UPDATE records SET sequence = 30 WHERE sequence = 3", 4), ("DELETE FROM records WHERE sequence = 3", 4),
  ])
  func `a record moved or taken out is found at the gap`(sql: String, record: Int64) async throws {
    try await fill()
    try corrupt { try $0.execute(sql) }
    #expect(try await fault()?.record == record)
  }

  @Test func `a record put before the first is found`() async throws {
    try await fill()
    try corrupt {
      try $0.execute("INSERT INTO records SELECT -5, previous, time, kind, body, hash FROM records WHERE sequence = 1")
    }
    #expect(try await fault()?.record == -5)
  }

  @Test(arguments: [
    "UPDATE serials SET decision = NULL WHERE decision IS NOT NULL",
    "UPDATE serials SET issuer = 'other' WHERE decision IS NULL",
    "UPDATE serials SET requester = 'other' WHERE decision IS NULL",
    "UPDATE serials SET subject_key = NULL WHERE decision IS NULL",
    "UPDATE serials SET reserved_at = '2026-11-20T12:00:01Z' WHERE decision IS NULL",
    "UPDATE serials SET expires = NULL WHERE decision IS NULL",
    "UPDATE serials SET serial = X'05' WHERE decision IS NULL",
    "DELETE FROM serials WHERE decision IS NULL",
    "UPDATE decisions SET state = 'refused' WHERE state = 'pending'",
    "UPDATE decisions SET state = 'unknown', object = NULL WHERE state = 'signed'",
    "UPDATE decisions SET object = zeroblob(32) WHERE state = 'signed'",
    "UPDATE decisions SET object = X'00' WHERE state = 'signed'",
    "UPDATE decisions SET request = zeroblob(32) WHERE state = 'signed'",
    "UPDATE decisions SET serial = NULL WHERE state = 'signed'",
    "UPDATE decisions SET opening = 1 WHERE state = 'signed'",
    "UPDATE decisions SET conclusion = 1 WHERE state = 'signed'",
    "UPDATE decisions SET id = '00000000000000000000000000000000' WHERE state = 'signed'",
    "DELETE FROM decisions WHERE state = 'refused'",
    "UPDATE consumed SET value = 'y'",
    "DELETE FROM consumed",
    "UPDATE blobs SET content = X'00' WHERE address = (SELECT object FROM decisions WHERE state = 'signed')",
    "UPDATE blobs SET address = zeroblob(32) WHERE address = (SELECT object FROM decisions WHERE state = 'signed')",
    "DELETE FROM blobs WHERE address = (SELECT object FROM decisions WHERE state = 'signed')",
  ])
  func `a register or blob that differs from the records is found`(sql: String) async throws {
    try await fill()
    try corrupt { try $0.execute(sql) }
    #expect(try await fault() != nil)
  }

  @Test func `a blob that is not what its address says is never handed out`() async throws {
    try await fill()
    try corrupt { try $0.execute("UPDATE blobs SET content = X'00'") }
    await #expect(throws: JournalError.self) { try await SQLiteLog(path: path).blob(Blob([1, 2, 3]).address) }
  }
}
