internal import Cryptography
public import Evidence

/// The end of a chain: all that is needed to seal the next record, or to check it.
///
/// A value: a writer that must drop an entry goes back to the state that it kept.
public struct ChainState: Sendable, Hashable {
  /// Sequence of the last record; 0 where there is none.
  public let sequence: Int64
  /// Hash of the last record; zeros where there is none.
  public let hash: Digest

  /// The state before the first record.
  public static let empty = ChainState(sequence: 0, hash: zeros)

  /// The state after a record that is known to be good.
  public init(after record: SealedRecord) {
    self.init(sequence: record.sequence, hash: record.hash)
  }

  /// The state that a record claims to follow: where the check of a chain's tail begins.
  public init(before record: SealedRecord) {
    self.init(sequence: record.sequence &- 1, hash: record.previous)
  }

  private init(sequence: Int64, hash: Digest) {
    self.sequence = sequence
    self.hash = hash
  }

  /// Makes the entry the next record.
  public mutating func seal(_ entry: Entry, at time: Instant) -> SealedRecord {
    let draft = SealedRecord(
      sequence: sequence + 1, previous: hash, time: time, kind: entry.kind, body: entry.body, hash: hash)
    let sealed = SealedRecord(
      sequence: draft.sequence, previous: hash, time: time, kind: entry.kind, body: entry.body,
      hash: ChainState.leafHash(draft))
    self = ChainState(after: sealed)
    return sealed
  }

  /// Checks that the record is the next one and is what its hash says; nil where it is, and the state moves on.
  public mutating func check(_ record: SealedRecord) -> ChainFault? {
    let expected = sequence.addingReportingOverflow(1)
    guard !expected.overflow, record.sequence == expected.partialValue else {
      return ChainFault(record: record.sequence, found: "the record before it is \(sequence)", required: "no gap")
    }
    guard record.previous == hash else {
      return ChainFault(
        record: record.sequence, found: "previous is \(record.previous.hex)",
        required: "the hash of the record before, \(hash.hex)")
    }
    let computed = ChainState.leafHash(record)
    guard record.hash == computed else {
      return ChainFault(
        record: record.sequence, found: "its hash is stored as \(record.hash.hex)",
        required: "the hash of its content, \(computed.hex)")
    }
    self = ChainState(after: record)
    return nil
  }

  /// RFC 6962 clause 2.1: the 0x00 keeps leaves apart from the inner nodes of a tree laid over them.
  static func leafHash(_ record: SealedRecord) -> Digest {
    Hash.digest([0] + record.canonicalBytes(), .sha256)
  }

  private static let zeros: Digest = {
    guard let digest = Digest(algorithm: .sha256, bytes: Array(repeating: 0, count: 32)) else {
      preconditionFailure("SHA-256 has 32 bytes")
    }
    return digest
  }()
}

/// Where a chain, or what it tells, is broken.
public struct ChainFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// Sequence of the record in which the fault shows.
  public let record: Int64
  public let found: String
  public let required: String

  public init(record: Int64, found: String, required: String) {
    self.record = record
    self.found = found
    self.required = required
  }

  public var description: String { "record \(record): \(found), must be \(required)" }
}
