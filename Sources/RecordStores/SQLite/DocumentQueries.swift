internal import Evidence
internal import Records

/// What is asked of documents, counters, used authorisations and the vault. Belongs to one thread.
final class DocumentQueries {
  private let document: Statement
  private let all: Statement
  private let allAfter: Statement
  private let owned: Statement
  private let ownedAfter: Statement
  private let consumed: Statement
  private let count: Statement
  private let kept: Statement
  private let last: Statement

  init(_ connection: Connection) throws(RecordStoreError) {
    let select = "SELECT \(RegisterDocument.columns) FROM documents WHERE register = ?"
    let page = "ORDER BY key LIMIT ?"
    document = try connection.prepare("\(select) AND key = ?")
    all = try connection.prepare("\(select) \(page)")
    allAfter = try connection.prepare("\(select) AND key > ? \(page)")
    owned = try connection.prepare("\(select) AND owner = ? \(page)")
    ownedAfter = try connection.prepare("\(select) AND owner = ? AND key > ? \(page)")
    consumed = try connection.prepare("SELECT 1 FROM consumed WHERE register = ? AND value = ?")
    count = try connection.prepare("SELECT value FROM counters WHERE register = ? AND key = ?")
    kept = try connection.prepare("SELECT \(VaultItem.columns) FROM vault WHERE name = ?")
    last = try connection.prepare("SELECT max(sequence) FROM records")
  }

  func document(_ register: String, _ key: String) throws(RecordStoreError) -> RegisterDocument? {
    try document.only(.text(register), .text(key), what: "document \(key) of \(register)", RegisterDocument.read)
  }

  func documents(
    _ register: String, owner: String?, after key: String?, limit: Int
  ) throws(RecordStoreError) -> [RegisterDocument] {
    let limit = SQLValue.integer(Int64(max(limit, 0)))
    let (statement, values): (Statement, [SQLValue]) =
      switch (owner, key) {
      case (nil, nil): (all, [])
      case (nil, .some(let key)): (allAfter, [.text(key)])
      case (.some(let owner), nil): (owned, [.text(owner)])
      case (.some(let owner), .some(let key)): (ownedAfter, [.text(owner), .text(key)])
      }
    var read: [RegisterDocument?] = []
    try statement.each([.text(register)] + values + [limit]) { row in
      read.append(RegisterDocument.read(row))
      return true
    }
    let documents = read.compactMap { $0 }
    guard documents.count == read.count else { throw .unreadable("a document of \(register)") }
    return documents
  }

  func consumed(_ register: String, among values: [String]) throws(RecordStoreError) -> Set<String> {
    var found: Set<String> = []
    for value in values {
      if try consumed.first(.text(register), .text(value), reading: { _ in true }) != nil { found.insert(value) }
    }
    return found
  }

  func count(_ register: String, _ key: String) throws(RecordStoreError) -> Int64 {
    try count.only(.text(register), .text(key), what: "counter \(key) of \(register)") { $0.integer(0) } ?? 0
  }

  func kept(_ name: String) throws(RecordStoreError) -> [UInt8]? {
    try kept.only(.text(name), what: "what is kept as \(name)", VaultItem.read)?.content
  }

  func lastSequence() throws(RecordStoreError) -> Int64 { try last.first(reading: { $0.integer(0) }) ?? 0 }
}

extension RegisterDocument {
  static let columns = "register, key, owner, revision, body, record"

  /// Reads `columns`; nil where they are not as they were written.
  static func read(_ row: Row) -> RegisterDocument? {
    guard let register = row.text(0), let key = row.text(1), let owner = row.optional(2, { row.text($0) }),
      let revision = row.integer(3), revision > 0, let body = row.blob(4).flatMap({ JSONValue(canonical: $0) })
    else { return nil }
    return RegisterDocument(register: register, key: key, owner: owner, revision: revision, body: body)
  }
}

extension VaultItem {
  static let columns = "name, digest, size, content"

  /// Reads `columns`; nil where they are not as they were written, or the content is not what its digest says.
  static func read(_ row: Row) -> VaultItem? {
    guard let name = row.text(0), let digest = row.sha256(1), let size = row.integer(2),
      let content = row.blob(3).flatMap({ VaultFrame.content($0, size: size) })
    else { return nil }
    let item = VaultItem(name, content)
    return item.digest == digest ? item : nil
  }
}
