internal import Evidence

/// What the journal asks a store to append: everything of it in one transaction, or nothing.
public struct Entry: Sendable {
  public let kind: RecordKind
  /// Canonical JSON, spelled before the entry reaches the one writer.
  public let body: [UInt8]
  public let changes: [RegisterChange]
  public let blobs: [Blob]
  /// What the vault keeps from now on. The body has names and digests only.
  public let keeps: [VaultItem]

  /// Internal: entries are made by `Journal` alone.
  init(_ kind: RecordKind, _ body: JSONValue, blobs: [Blob] = [], keeps: [VaultItem] = []) {
    guard let changes = RegisterChange.changes(of: kind, body: body) else {
      preconditionFailure("a \(kind.rawValue) record is written without what its reader needs")
    }
    self.kind = kind
    self.body = body.canonicalBytes()
    self.changes = changes
    self.blobs = blobs
    self.keeps = keeps
  }
}
