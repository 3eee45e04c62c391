internal import Evidence
internal import Records

/// A value that a register keeps, one document for each key.
protocol RegisterRecord: Sendable {
  static var register: String { get }
  static var kind: RecordKind { get }
  var key: String { get }
  /// The signatory by whom documents are listed.
  var owner: String? { get }
  var json: JSONValue { get }
  init?(_ json: JSONValue)
}

/// A value with the revision that the register holds; a change names the next one.
struct Registered<Value: RegisterRecord>: Sendable {
  let value: Value
  let revision: Int64

  /// The same document with another value, for one change.
  func changed(to value: Value) -> RegisterDocument {
    RegisterDocument(
      register: Value.register, key: value.key, owner: value.owner, revision: revision + 1, body: value.json)
  }
}

extension RegisterRecord {
  /// The first revision.
  var new: RegisterDocument {
    RegisterDocument(register: Self.register, key: key, owner: owner, revision: 1, body: json)
  }
}

extension RecordStore {
  /// Nil where the register has no such key; a document that cannot be read is an error, never absent.
  func find<Value: RegisterRecord>(_ type: Value.Type, _ key: String) async throws(GatewayError) -> Registered<Value>? {
    let document: RegisterDocument?
    do { document = try await self.document(Value.register, key) } catch { throw GatewayError(error) }
    return try document.map { document throws(GatewayError) in try Registered(document) }
  }

  /// By key, after `key`.
  func list<Value: RegisterRecord>(
    _ type: Value.Type, of owner: String?, after key: String? = nil, limit: Int
  ) async throws(GatewayError) -> [Registered<Value>] {
    let documents: [RegisterDocument]
    do { documents = try await self.documents(Value.register, owner: owner, after: key, limit: limit) } catch {
      throw GatewayError(error)
    }
    var found: [Registered<Value>] = []
    for document in documents { found.append(try Registered(document)) }
    return found
  }
}

extension Registered {
  fileprivate init(_ document: RegisterDocument) throws(GatewayError) {
    guard let value = Value(document.body) else {
      throw .incident("the document \(document.register)/\(document.key) cannot be read", decision: nil)
    }
    self.init(value: value, revision: document.revision)
  }
}

extension Journal {
  /// Writes changed documents with a note of what was done. Configuration and approvers are named by every record anyway.
  func record(
    _ kind: RecordKind, _ documents: [RegisterDocument], _ note: [String: JSONValue], blobs: [Blob] = [],
    consumes: [Consumption] = [], keeps: [VaultItem] = [], erases: [String] = [], at now: Instant
  ) async throws(GatewayError) {
    do {
      try await put(
        kind, documents, note: .object(note), blobs: blobs, consumes: consumes, keeps: keeps, erases: erases, at: now)
    } catch { throw GatewayError(error) }
  }
}
