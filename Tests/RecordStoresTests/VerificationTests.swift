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

  /// A precertificate with its certificate, an inventory, a revocation, a compromised key, an acceptance.
  private func fillRegisters() async throws {
    let journal = Journal(try SQLiteStore(path: path, create: true, clock: Sample.clock))
    let (own, old) = (try Sample.serial(1), try Sample.serial(2))
    try await Sample.reserve([own], in: journal)
    func intend(_ number: UInt8, _ certification: Certification) async throws {
      _ = try await journal.intend(
        try Sample.intent(number, serial: own, subjectKey: Sample.hash("key"), certification: certification))
      try await journal.conclude(Outcome(decision: try Sample.decision(number), signedObject: [number]))
    }
    try await intend(1, Sample.certification(isPrecertificate: true))
    try await intend(2, Sample.certification(precertificate: Blob([1]).address, acceptanceDue: Sample.now))
    try await journal.enlist([try Sample.entry(2, name: "old", subject: nil)], from: Sample.hash("file"))
    try await journal.closeInventory(
      Inventory(issuer: "issuing", file: Sample.hash("file")), certificates: 1, revocations: 1, at: Sample.now)
    try await journal.revoke(
      Revocation(serial: old, reason: .keyCompromise, at: Sample.now), issuer: "issuing",
      subjectKey: Sample.hash("old key"), reportedBy: "x", at: Sample.now)
    try await journal.accept(
      try Sample.decision(2), Acceptance(act: "click", at: Sample.now, by: "x", record: "x"), reportedBy: "x")
  }

  @Test(arguments: [
    "UPDATE serials SET precertificate = NULL, decision = NULL WHERE decision IS NOT NULL",
    "UPDATE serials SET requester = 'ra-1' WHERE requester = '(inventory)'",
    "UPDATE certificates SET issuer = 'other' WHERE decision IS NULL",
    "UPDATE certificates SET certificate = zeroblob(32) WHERE decision IS NULL",
    "UPDATE certificates SET subject_id = 'S-2' WHERE precertificate = 1",
    "UPDATE certificates SET subject_key = NULL WHERE precertificate = 1",
    "UPDATE certificates SET policy = 'none' WHERE precertificate = 1",
    "DELETE FROM certificates WHERE precertificate = 1",
    "UPDATE names SET subject = 'S-2' WHERE subject = 'S-1'", "UPDATE names SET subject = 'S-2' WHERE subject IS NULL",
    "DELETE FROM names WHERE subject IS NULL", "INSERT INTO names VALUES (zeroblob(32), 'S-1')",
    "UPDATE certified_keys SET subject = NULL", "DELETE FROM certified_keys",
    "UPDATE compromised_keys SET since = '2026-11-20T12:00:01Z'", "DELETE FROM compromised_keys",
    "UPDATE revocations SET reason = 'superseded'", "DELETE FROM revocations",
    "UPDATE inventories SET issuer = 'other'", "DELETE FROM inventories",
    "UPDATE acceptances SET record = NULL", "UPDATE acceptances SET due = '2026-11-20T12:00:01Z'",
    "DELETE FROM acceptances",
  ])
  func `a register that says something else than the records is found`(sql: String) async throws {
    try await fillRegisters()
    #expect(try await SQLiteLog(path: path).verify().sequence == 9)
    try corrupt { connection in
      for name in [
        "pairs_stay_pairs", "certificates_never_change", "certificates_never_go", "names_never_go", "keys_never_go",
        "compromised_keys_never_go",
      ] { try connection.execute("DROP TRIGGER \(name)") }
      try connection.execute(sql)
    }
    #expect(try await fault()?.record == 0)
  }

  @Test(arguments: [
    "UPDATE documents SET body = CAST('{\"x\":3}' AS BLOB) WHERE key = 'a'",
    "UPDATE documents SET body = CAST('{\"x\": 2}' AS BLOB) WHERE key = 'a'",
    "UPDATE documents SET owner = 'S-2' WHERE key = 'a'", "UPDATE documents SET owner = NULL WHERE key = 'a'",
    "UPDATE documents SET owner = '' WHERE key = 'b'", "UPDATE documents SET revision = 1 WHERE key = 'a'",
    "UPDATE documents SET revision = 2 WHERE key = 'b'", "UPDATE documents SET record = 1 WHERE key = 'a'",
    "UPDATE documents SET key = 'c' WHERE key = 'b'", "UPDATE documents SET register = 'other' WHERE key = 'b'",
    "DELETE FROM documents WHERE key = 'b'",
    "INSERT INTO documents SELECT register, 'c', owner, revision, record, body FROM documents WHERE key = 'b'",
    "UPDATE counters SET value = 3", "UPDATE counters SET value = 1", "UPDATE counters SET key = 'other'",
    "UPDATE counters SET register = 'other'", "DELETE FROM counters", "INSERT INTO counters VALUES ('uses', 'y', 1)",
    "UPDATE vault SET content = X'0102' WHERE name = 'key/a'",
    "UPDATE vault SET content = zeroblob(4581) WHERE name = 'key/a'", "UPDATE vault SET size = 2 WHERE name = 'key/a'",
    "UPDATE vault SET content = CAST(content || X'01' AS BLOB) WHERE name = 'key/a'",
    "UPDATE vault SET content = CAST(X'01' || substr(content, 2) AS BLOB) WHERE name = 'key/a'",
    "UPDATE vault SET name = 'key/c' WHERE name = 'key/a'",
    "UPDATE vault SET digest = zeroblob(32) WHERE name = 'key/a'", "DELETE FROM vault WHERE name = 'key/a'",
    "UPDATE vault SET content = (SELECT content FROM vault WHERE name = 'key/b'), "
      + "digest = (SELECT digest FROM vault WHERE name = 'key/b') WHERE name = 'key/a'",
    "INSERT INTO vault SELECT 'key/c', digest, size, content FROM vault WHERE name = 'key/b'",
    "UPDATE consumed SET value = 'y' WHERE register = 'code'",
  ])
  func `a document, a counter or a vault that says something else than the records is found`(sql: String) async throws {
    let journal = Journal(try SQLiteStore(path: path, create: true, clock: Sample.clock))
    func body(_ number: Int64) -> JSONValue { .object(["x": .integer(number)]) }
    let first = RegisterDocument(register: "credentials", key: "a", owner: "S-1", body: body(1))
    try await journal.put(
      .credentialChanged, [first, RegisterDocument(register: "credentials", key: "b", body: .null)], note: .null,
      consumes: [Consumption(register: "code", value: "x")],
      keeps: [VaultItem("key/a", [1]), VaultItem("key/b", [2]), VaultItem("key/d", [3])], at: Sample.now)
    try await journal.put(.credentialChanged, [], note: .null, erases: ["key/d"], at: Sample.now)
    let counter = Consumption(register: "uses", value: "x")
    _ = try await journal.intend(
      try Sample.intent(1, counts: [counter, counter], documents: [first.changed(to: body(2))]))
    #expect(try await SQLiteLog(path: path).verify().sequence == 3)
    try corrupt { connection in
      for name in [
        "documents_go_forward", "documents_never_go", "counters_go_up", "counters_never_go", "vault_never_changes",
      ] { try connection.execute("DROP TRIGGER \(name)") }
      try connection.execute(sql)
    }
    #expect(try await fault()?.record == 0)
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
