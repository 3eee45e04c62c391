internal import Evidence
internal import Records

/// Documents, counters and the vault as tables. Belongs to the writer's thread.
final class DocumentTables {
  private let connection: Connection
  private let add: Statement
  private let change: Statement
  private let count: Statement
  private let keep: Statement
  private let erase: Statement

  init(_ connection: Connection) throws(RecordStoreError) {
    self.connection = connection
    add = try connection.prepare(
      "INSERT INTO documents (register, key, owner, revision, record, body) VALUES (?, ?, ?, ?, ?, ?)")
    // One record changes a document once.
    change = try connection.prepare(
      """
      UPDATE documents SET owner = ?3, revision = ?4, record = ?5, body = ?6
      WHERE register = ?1 AND key = ?2 AND revision = ?4 - 1 AND record < ?5
      """)
    count = try connection.prepare(
      """
      INSERT INTO counters (register, key, value) VALUES (?, ?, 1)
      ON CONFLICT (register, key) DO UPDATE SET value = value + 1
      """)
    keep = try connection.prepare("INSERT INTO vault (name, digest, size, content) VALUES (?, ?, ?, ?)")
    erase = try connection.prepare("DELETE FROM vault WHERE name = ?")
  }

  func put(_ document: RegisterDocument, of sequence: Int64) throws(RecordStoreError) -> Conflict? {
    let conflict = Conflict.staleRevision(register: document.register, key: document.key)
    let values: [SQLValue] = [
      .text(document.register), .text(document.key), .optional(document.owner), .integer(document.revision),
      .integer(sequence), .blob(document.body.canonicalBytes()),
    ]
    guard document.revision > 1 else { return try add.insert(values) ? nil : conflict }
    try change.each(values) { _ in true }
    return connection.changes == 1 ? nil : conflict
  }

  func count(_ counter: Consumption) throws(RecordStoreError) {
    try count.run(.text(counter.register), .text(counter.value))
  }

  /// The content comes with the entry; the record has its digest only.
  func keep(_ name: String, _ digest: Digest, from items: [VaultItem]) throws(RecordStoreError) -> Conflict? {
    guard let item = items.first(where: { $0.name.utf8.elementsEqual(name.utf8) && $0.digest == digest }) else {
      return .nothingKept(name)
    }
    let frame = VaultFrame.frame(item.content, pageSize: Schema.pageSize)
    let isNew = try keep.insert(
      .text(name), .blob(digest.bytes), .integer(Int64(item.content.count)), .blob(frame))
    return isNew ? nil : .nameTaken(name)
  }

  func erase(_ name: String) throws(RecordStoreError) -> Conflict? {
    try erase.run(.text(name))
    return connection.changes == 1 ? nil : .nothingKept(name)
  }
}
