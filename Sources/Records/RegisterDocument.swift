public import Evidence

/// A document of a register: the current state of something by its key. Each change of it is on record.
public struct RegisterDocument: Sendable, Hashable {
  /// Of what sort it is, such as `credentials`.
  public let register: String
  public let key: String
  /// Whose it is, such as a signatory's; documents are listed by it.
  public let owner: String?
  /// 1 for a new one. A store takes exactly the next; anything else is a conflict.
  public let revision: Int64
  /// Never a secret, and nothing that must be erasable: it stays in the record for good. As in every record, a member named
  /// `sha256` is the address of a blob.
  public let body: JSONValue

  public init(register: String, key: String, owner: String? = nil, revision: Int64 = 1, body: JSONValue) {
    self.register = register
    self.key = key
    self.owner = owner
    self.revision = revision
    self.body = body
  }

  /// The next revision of the same document. Whoever read an older one meets a conflict.
  public func changed(to body: JSONValue) -> RegisterDocument {
    RegisterDocument(register: register, key: key, owner: owner, revision: revision &+ 1, body: body)
  }

  var json: JSONValue {
    .object([
      "register": .string(register), "key": .string(key), "owner": .optional(owner), "revision": .integer(revision),
      "body": body,
    ])
  }

  /// Reads what stands in a record.
  public init?(_ json: JSONValue) {
    guard let register = json["register"]?.text, let key = json["key"]?.text, let body = json["body"],
      case .integer(let revision)? = json["revision"], revision > 0
    else { return nil }
    switch json["owner"] {
    case .null: owner = nil
    case .string(let text): owner = text
    default: return nil
    }
    self.register = register
    self.key = key
    self.revision = revision
    self.body = body
  }
}

/// Something that must be erasable one day, such as a wrapped key: a record names it by its SHA-256, and never holds it.
public struct VaultItem: Sendable, Hashable {
  /// Under what it is asked for and erased. One content has a name at a time.
  public let name: String
  public let content: [UInt8]
  /// SHA-256 over the content.
  public let digest: Digest

  public init(_ name: String, _ content: [UInt8]) {
    self.name = name
    self.content = content
    digest = Blob(content).address
  }

  /// Not `sha256`, which would be the address of a blob.
  var json: JSONValue { .object(["name": .string(name), "digest": .string(digest.hex)]) }
}

/// What a record of a document kind says.
struct DocumentChanges: Sendable {
  let documents: [RegisterDocument]
  let consumes: [Consumption]
  let keeps: [VaultItem]
  let erases: [String]
  let note: JSONValue
  let at: Instant

  var body: JSONValue {
    .object([
      "documents": .array(documents.map(\.json)), "consumes": .array(consumes.map(\.json)),
      "keeps": .array(keeps.map(\.json)), "erases": .array(erases.map(JSONValue.string)), "note": note,
      "at": .string(at.description),
    ])
  }
}

extension RecordKind {
  public static let credentialChanged = RecordKind(rawValue: "credential-changed")
  public static let authenticatorChanged = RecordKind(rawValue: "authenticator-changed")
  public static let signatoryChanged = RecordKind(rawValue: "signatory-changed")
  public static let activationChanged = RecordKind(rawValue: "activation-changed")
  public static let invitationChanged = RecordKind(rawValue: "invitation-changed")
  public static let sessionChanged = RecordKind(rawValue: "session-changed")
  public static let clientChanged = RecordKind(rawValue: "client-changed")

  /// The kinds whose records change documents, each with the same members.
  public static let documentKinds: Set<RecordKind> = [
    .credentialChanged, .authenticatorChanged, .signatoryChanged, .activationChanged, .invitationChanged,
    .sessionChanged, .clientChanged,
  ]
}

extension Journal {
  /// Writes the next revisions of documents, and what comes with them: all in one transaction, or nothing.
  ///
  /// What is erased is gone before something new is kept, so that a name can be given a new content. `.conflict` where a
  /// document has another revision by now, an authorisation is used up, or a name is kept or not kept already.
  @discardableResult
  public func put(
    _ kind: RecordKind, _ documents: [RegisterDocument], note: JSONValue, blobs: [Blob] = [],
    consumes: [Consumption] = [], keeps: [VaultItem] = [], erases: [String] = [], at now: Instant
  ) async throws(JournalError) -> SealedRecord {
    let changes = DocumentChanges(
      documents: documents, consumes: consumes, keeps: keeps, erases: erases, note: note, at: now)
    return try await store.append(Journal.changes(kind, changes, blobs: blobs))
  }

  static func changes(_ kind: RecordKind, _ changes: DocumentChanges, blobs: [Blob] = []) -> Entry {
    precondition(RecordKind.documentKinds.contains(kind), "\(kind.rawValue) is no kind that changes documents")
    return Entry(kind, changes.body, blobs: blobs, keeps: changes.keeps)
  }
}
