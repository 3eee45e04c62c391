public import Evidence

/// What is remembered of a store outside of it, such as on the token: how far its chain had come.
public struct StoreMark: Sendable, Hashable {
  /// From 1 on.
  public let sequence: Int64
  /// Hash of the record with this sequence.
  public let hash: Digest

  /// The mark of a record; the store keeps it already.
  public init(_ record: SealedRecord) {
    sequence = record.sequence
    hash = record.hash
  }

  /// A mark that stands in a record.
  public init(sequence: Int64, hash: Digest) {
    self.sequence = sequence
    self.hash = hash
  }

  /// Reads `bytes`; nil where they are no mark.
  public init?(bytes: [UInt8]) {
    guard let value = JSONValue(canonical: bytes), value["format"] == .string(StoreMark.format),
      value["schema"] == .integer(1), case .integer(let sequence)? = value["sequence"], sequence > 0,
      let hash = value["hash"]?.sha256
    else { return nil }
    self.sequence = sequence
    self.hash = hash
    // Spelling it again refuses other members.
    guard self.bytes == bytes else { return nil }
  }

  /// Canonical JSON: what is kept.
  public var bytes: [UInt8] {
    let value = JSONValue.object([
      "format": .string(StoreMark.format), "hash": .string(hash.hex), "schema": .integer(1),
      "sequence": .integer(sequence),
    ])
    return value.canonicalBytes()
  }

  private static let format = "sealgate-store-mark"
}

/// Whether a store is the one that a mark was taken of, or what came of it. A copy of yesterday would bring back keys that were
/// destroyed and authorisations that were used.
public enum StoreFreshness: Sendable, Hashable {
  /// Nothing is remembered yet. That is so once, at installation; later it means that the mark was taken away.
  case nothingKept
  /// The store has the marked record, and may have gone on from there.
  case fresh
  /// The store ends before the marked record.
  case older(last: Int64, marked: Int64)
  /// The store has another record in the place of the marked one.
  case anotherHistory(at: Int64)
  /// What is remembered is no mark.
  case unreadable

  /// - Parameters:
  ///   - kept: the bytes of the mark; nil where there are none.
  ///   - last: the sequence of the store's last record, 0 for an empty store.
  ///   - marked: the store's record with the mark's sequence; nil where it has none.
  public init(kept: [UInt8]?, last: Int64, marked: SealedRecord?) {
    guard let kept else {
      self = .nothingKept
      return
    }
    guard let mark = StoreMark(bytes: kept) else {
      self = .unreadable
      return
    }
    guard last >= mark.sequence else {
      self = .older(last: last, marked: mark.sequence)
      return
    }
    // The hash is compared with the content too: a column alone is written easily.
    guard let marked, marked.sequence == mark.sequence, marked.hash == mark.hash,
      ChainState.leafHash(marked) == mark.hash
    else {
      self = .anotherHistory(at: mark.sequence)
      return
    }
    self = .fresh
  }
}

extension StoreFreshness: CustomStringConvertible {
  public var description: String {
    switch self {
    case .nothingKept: "nothing is remembered of this record store"
    case .fresh: "the record store is the one that is remembered"
    case .older(let last, let marked):
      "the record store ends with record \(last), and record \(marked) is remembered: it is an older copy; "
        + "hint: restore the newest copy, for what was used up or destroyed since then would come back"
    case .anotherHistory(let sequence):
      "record \(sequence) of the record store is not the one that is remembered: it is another store"
    case .unreadable: "what is remembered of the record store cannot be read"
    }
  }
}

extension RecordStore {
  /// The mark of the last record; nil for an empty store.
  public func mark() async throws(JournalError) -> StoreMark? {
    let last = try await lastSequence()
    return try await records(from: last, limit: 1).first.map(StoreMark.init)
  }

  /// Whether this store is the one that the mark was taken of, or what came of it.
  public func freshness(kept: [UInt8]?) async throws(JournalError) -> StoreFreshness {
    let last = try await lastSequence()
    var marked: SealedRecord?
    if let mark = kept.flatMap({ StoreMark(bytes: $0) }) {
      marked = try await records(from: mark.sequence, limit: 1).first
    }
    return StoreFreshness(kept: kept, last: last, marked: marked)
  }
}
