public import Evidence

/// What the journal asks a store to append: everything of it in one transaction, or nothing.
public struct Entry: Sendable {
  public let kind: RecordKind
  /// Canonical JSON, spelled before the entry reaches the one writer.
  public let body: [UInt8]
  public let changes: [RegisterChange]
  public let blobs: [Blob]
  /// What the vault keeps from now on. The body has names and digests only.
  public let keeps: [VaultItem]
  private let value: JSONValue

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
    value = body
  }

  /// The same with more members in its body; itself where the body has one of them already. No register is made of such
  /// members: they say under what the record was written.
  public func adding(_ members: [String: JSONValue]) -> Entry {
    guard case .object(let own) = value, own.keys.allSatisfy({ members[$0] == nil }) else { return self }
    return Entry(kind, .object(own.merging(members) { own, _ in own }), blobs: blobs, keeps: keeps)
  }
}
