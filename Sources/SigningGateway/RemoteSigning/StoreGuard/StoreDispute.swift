internal import Cryptography
internal import Evidence
internal import Records

/// What the token remembers of the record store, and what the store says of itself, where the two do not fit. Two operators
/// decide on its digest.
struct StoreDispute: Sendable, Hashable {
  let freshness: StoreFreshness
  /// SHA-256 over what the token keeps; nil where it keeps nothing any more.
  let kept: Digest?
  /// The mark that the token keeps; nil where it keeps none that can be read.
  let marked: StoreMark?
  /// The last record of the store when the dispute was found first; nil for an empty one.
  let store: StoreMark?

  /// What operators approve with it: this store in the place of that one.
  var digest: Digest { Hash.digest(json.canonicalBytes()) }

  var json: JSONValue {
    .object([
      "format": .string("sealgate-store-dispute"), "schema": .integer(1), "kept": .optional(kept?.hex),
      "marked": marked.map(StoreDispute.json) ?? .null, "store": store.map(StoreDispute.json) ?? .null,
    ])
  }

  private static func json(_ mark: StoreMark) -> JSONValue {
    .object(["sequence": .integer(mark.sequence), "hash": .string(mark.hash.hex)])
  }

  /// Why signatories' keys rest.
  var reason: String {
    freshness == .nothingKept
      ? "the token remembered the record store once and keeps nothing of it any more" : freshness.description
  }
}

extension StoreDispute {
  /// The body of `store-disputed`.
  var body: JSONValue {
    .object(["dispute": json, "digest": .string(digest.hex), "because": .string(reason)])
  }

  /// The store's last record at the first finding of the same dispute; nil where `record` tells of another one.
  func firstFound(in record: SealedRecord) -> StoreMark? {
    guard let dispute = record.value?["dispute"], dispute["kept"] == json["kept"],
      case .integer(let sequence)? = dispute["store"]?["sequence"], let hash = dispute["store"]?["hash"]?.sha256
    else { return nil }
    return StoreMark(sequence: sequence, hash: hash)
  }
}

extension RecordKind {
  /// The record store is not the one that the token remembers, or not what came of it.
  static let storeDisputed = RecordKind(rawValue: "store-disputed")
  /// The token remembers this store from now on: the first time, or since two operators decided so.
  static let storeKept = RecordKind(rawValue: "store-kept")
}
