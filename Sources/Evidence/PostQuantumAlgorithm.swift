/// Signature algorithms that withstand quantum computers, for keys and signatures alike. They are told by name; nothing
/// here makes or verifies their signatures.
public enum PostQuantumAlgorithm: String, Sendable, Hashable, CaseIterable {
  // FIPS 204
  case mlDSA44 = "ML-DSA-44"
  case mlDSA65 = "ML-DSA-65"
  case mlDSA87 = "ML-DSA-87"
  // FIPS 205
  case slhDSASHA2128s = "SLH-DSA-SHA2-128s"
  case slhDSASHA2128f = "SLH-DSA-SHA2-128f"
  case slhDSASHA2192s = "SLH-DSA-SHA2-192s"
  case slhDSASHA2192f = "SLH-DSA-SHA2-192f"
  case slhDSASHA2256s = "SLH-DSA-SHA2-256s"
  case slhDSASHA2256f = "SLH-DSA-SHA2-256f"
  case slhDSASHAKE128s = "SLH-DSA-SHAKE-128s"
  case slhDSASHAKE128f = "SLH-DSA-SHAKE-128f"
  case slhDSASHAKE192s = "SLH-DSA-SHAKE-192s"
  case slhDSASHAKE192f = "SLH-DSA-SHAKE-192f"
  case slhDSASHAKE256s = "SLH-DSA-SHAKE-256s"
  case slhDSASHAKE256f = "SLH-DSA-SHAKE-256f"
  // RFC 9802
  case hssLMS = "HSS/LMS"
  case xmss = "XMSS"
  case xmssMT = "XMSS^MT"

  /// The algorithm's identifier, dotted (NIST CSOR; RFC 9802).
  public var dottedOID: String {
    switch self {
    case .mlDSA44: "2.16.840.1.101.3.4.3.17"
    case .mlDSA65: "2.16.840.1.101.3.4.3.18"
    case .mlDSA87: "2.16.840.1.101.3.4.3.19"
    case .slhDSASHA2128s: "2.16.840.1.101.3.4.3.20"
    case .slhDSASHA2128f: "2.16.840.1.101.3.4.3.21"
    case .slhDSASHA2192s: "2.16.840.1.101.3.4.3.22"
    case .slhDSASHA2192f: "2.16.840.1.101.3.4.3.23"
    case .slhDSASHA2256s: "2.16.840.1.101.3.4.3.24"
    case .slhDSASHA2256f: "2.16.840.1.101.3.4.3.25"
    case .slhDSASHAKE128s: "2.16.840.1.101.3.4.3.26"
    case .slhDSASHAKE128f: "2.16.840.1.101.3.4.3.27"
    case .slhDSASHAKE192s: "2.16.840.1.101.3.4.3.28"
    case .slhDSASHAKE192f: "2.16.840.1.101.3.4.3.29"
    case .slhDSASHAKE256s: "2.16.840.1.101.3.4.3.30"
    case .slhDSASHAKE256f: "2.16.840.1.101.3.4.3.31"
    case .hssLMS: "1.2.840.113549.1.9.16.3.17"
    case .xmss: "1.3.6.1.5.5.7.6.34"
    case .xmssMT: "1.3.6.1.5.5.7.6.35"
    }
  }

  /// Bytes of a public key; nil where that depends on the key's own parameters.
  public var publicKeyLength: Int? {
    switch self {
    case .mlDSA44: 1312
    case .mlDSA65: 1952
    case .mlDSA87: 2592
    case .slhDSASHA2128s, .slhDSASHA2128f, .slhDSASHAKE128s, .slhDSASHAKE128f: 32
    case .slhDSASHA2192s, .slhDSASHA2192f, .slhDSASHAKE192s, .slhDSASHAKE192f: 48
    case .slhDSASHA2256s, .slhDSASHA2256f, .slhDSASHAKE256s, .slhDSASHAKE256f: 64
    case .hssLMS, .xmss, .xmssMT: nil
    }
  }

  /// Whether a signer must remember which of its one-time keys are used: a state that no backup may bring back.
  public var isStateful: Bool { self == .hssLMS || self == .xmss || self == .xmssMT }
}

/// What an RSA key says of itself whose algorithm is id-RSASSA-PSS (RFC 4055, 1.2 and 3.1).
public enum PSSRestriction: Sendable, Hashable {
  /// No parameters: RSASSA-PSS, with any hash.
  case anyHash
  /// RSASSA-PSS with this hash for message and mask, and a salt of its length or less.
  case hash(HashAlgorithm)
  /// Parameters that no suite here has, such as those of SHA-1 that an empty sequence stands for.
  case other
}
