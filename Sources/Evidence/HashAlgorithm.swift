/// The hash functions that TS 119 312 V2.1.1 recommends for new signatures.
///
/// SHA-1 and SHA-224 are absent on purpose: nothing here may produce or accept them.
public enum HashAlgorithm: String, Sendable, Hashable, CaseIterable {
  case sha256 = "sha-256"
  case sha384 = "sha-384"
  case sha512 = "sha-512"
  case sha3_256 = "sha3-256"
  case sha3_384 = "sha3-384"
  case sha3_512 = "sha3-512"

  /// Length of the digest in bytes.
  public var byteCount: Int {
    switch self {
    case .sha256, .sha3_256: 32
    case .sha384, .sha3_384: 48
    case .sha512, .sha3_512: 64
    }
  }
}

/// A digest with the algorithm that made it. Its length always fits the algorithm.
public struct Digest: Sendable, Hashable {
  public let algorithm: HashAlgorithm
  public let bytes: [UInt8]

  /// Returns nil where the length does not fit the algorithm.
  public init?(algorithm: HashAlgorithm, bytes: [UInt8]) {
    guard bytes.count == algorithm.byteCount else { return nil }
    self.algorithm = algorithm
    self.bytes = bytes
  }

  /// Lower-case hexadecimal, without the algorithm.
  public var hex: String { Hex.encode(bytes) }
}

extension Digest: CustomStringConvertible {
  public var description: String { "\(algorithm.rawValue):\(hex)" }
}
