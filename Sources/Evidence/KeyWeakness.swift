/// Something about a public key by which anyone could find the private key, or do without it.
public struct KeyWeakness: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    // Of any key
    /// The bytes are no key in its one encoding.
    case malformed
    /// The key stands on a list of keys whose private halves are known.
    case published

    // RSA
    /// Made by Infineon's RSALib (CVE-2017-15361).
    case rocaFingerprint = "roca-fingerprint"
    case evenModulus = "even-modulus"
    case smallFactor = "small-factor"
    /// Two primes so close that Fermat's method finds them.
    case closePrimes = "close-primes"
    /// The modulus is a power of one number.
    case perfectPower = "perfect-power"
    case primeModulus = "prime-modulus"
    /// A prime of this modulus is one of another modulus, too.
    case sharedFactor = "shared-factor"
    /// 1, even, or as large as the modulus.
    case unusableExponent = "unusable-exponent"
    /// The private exponent is so short that Wiener's method finds it.
    case smallPrivateExponent = "small-private-exponent"
    /// The modulus repeats itself.
    case repeatedBytes = "repeated-bytes"
    /// The same bits are zero in each word of the modulus: it is a polynomial's value.
    case sparseModulus = "sparse-modulus"
    /// Far more zeros than ones in the modulus, or the other way round.
    case unevenBits = "uneven-bits"

    // Elliptic curves
    case pointOffCurve = "point-off-curve"
    case pointAtInfinity = "point-at-infinity"
    /// The curve is given by parameters, which may be those of a trap.
    case explicitParameters = "explicit-parameters"
    /// The private key is one that anyone would try first.
    case guessablePrivateKey = "guessable-private-key"
    /// A coordinate with so many leading zeros was chosen, not computed.
    case smallCoordinate = "small-coordinate"
    /// An Edwards point of small order, or one that is not in its one encoding.
    case smallOrder = "small-order"
  }

  public let kind: Kind
  /// What shows it, such as `divisible by 31337`.
  public let evidence: String

  public init(_ kind: Kind, evidence: String) {
    self.kind = kind
    self.evidence = evidence
  }
}

/// How far a key was searched for weaknesses.
public enum KeyExamination: Int, Sendable, Hashable, Comparable {
  /// Not at all: no weakness listed means nothing.
  case none
  /// For all but a prime modulus and factors above 8192, which take as long as all the rest of a certificate's checks ten
  /// times over.
  case quick
  case thorough

  public static func < (one: KeyExamination, other: KeyExamination) -> Bool { one.rawValue < other.rawValue }
}
