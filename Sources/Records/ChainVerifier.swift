internal import Evidence

/// Reads a whole chain from its first record on and says what is wrong with it.
///
/// It holds that sequences have no gap, that each record names the hash of the one before and hashes to its own,
/// that each end of an intent has exactly one intent before it, and that no serial and no authorisation is used twice.
public struct ChainVerifier: Sendable {
  /// The end of what was found good.
  public private(set) var state = ChainState.empty
  /// What the records found good say of the registers; a store's own tables must say the same.
  public private(set) var registers = Registers()

  public init() {}

  /// Takes the next record. After a fault the verifier stands where it stood, and the chain beyond is worth nothing.
  public mutating func check(_ record: SealedRecord) -> ChainFault? {
    guard let body = record.value, let changes = RegisterChange.changes(of: record.kind, body: body) else {
      return ChainFault(
        record: record.sequence, found: "its body is not one of kind '\(record.kind.rawValue)'",
        required: "canonical JSON with the members of its kind")
    }
    var next = state
    if let fault = next.check(record) { return fault }
    do {
      try registers.apply(changes, of: record.sequence)
    } catch {
      return ChainFault(record: record.sequence, found: "\(error)", required: "no use twice and no end without intent")
    }
    state = next
    return nil
  }
}
