/// Named elliptic curves that some policy or device may use.
public enum EllipticCurve: String, Sendable, Hashable, CaseIterable {
  case p256 = "P-256"
  case p384 = "P-384"
  case p521 = "P-521"
  case brainpoolP256r1
  case brainpoolP384r1
  case brainpoolP512r1
  /// ANSSI's curve (JORF n°241, 2011-10-16).
  case frp256v1 = "FRP256v1"

  /// Size of the field in bits.
  public var bits: Int {
    switch self {
    case .p256, .brainpoolP256r1, .frp256v1: 256
    case .p384, .brainpoolP384r1: 384
    case .brainpoolP512r1: 512
    case .p521: 521
    }
  }

  /// The named-curve object identifier in dotted form (RFC 5480, RFC 5639, ANSSI).
  public var dottedOID: String {
    switch self {
    case .p256: "1.2.840.10045.3.1.7"
    case .p384: "1.3.132.0.34"
    case .p521: "1.3.132.0.35"
    case .brainpoolP256r1: "1.3.36.3.3.2.8.1.1.7"
    case .brainpoolP384r1: "1.3.36.3.3.2.8.1.1.11"
    case .brainpoolP512r1: "1.3.36.3.3.2.8.1.1.13"
    case .frp256v1: "1.2.250.1.223.101.256.1"
    }
  }
}

/// What kind of public key a SubjectPublicKeyInfo holds.
public enum KeyKind: Sendable, Hashable {
  /// `exponent` and `modulus` are big-endian without leading zeros.
  case rsa(modulus: [UInt8], exponent: [UInt8])
  case ec(EllipticCurve)
  case ed25519
  case ed448
  case postQuantum(PostQuantumAlgorithm)
  /// Anything else, by the dotted identifier of its algorithm or curve: no policy here takes it.
  case other(dottedOID: String)
}

/// A public key as the gates see it.
public struct KeyFacts: Sendable, Hashable {
  public let kind: KeyKind
  /// The whole SubjectPublicKeyInfo, DER.
  public let spki: [UInt8]
  /// SHA-256 over `spki`.
  public let spkiSHA256: Digest
  /// What an RSA key under id-RSASSA-PSS may be used for; nil for every other key.
  public let pss: PSSRestriction?
  /// How far `weaknesses` can be relied on.
  public let examination: KeyExamination
  /// What was found against the key itself.
  public let weaknesses: [KeyWeakness]

  public init(
    kind: KeyKind, spki: [UInt8], spkiSHA256: Digest, pss: PSSRestriction? = nil,
    examination: KeyExamination = .none, weaknesses: [KeyWeakness] = []
  ) {
    self.kind = kind
    self.spki = spki
    self.spkiSHA256 = spkiSHA256
    self.pss = pss
    self.examination = examination
    self.weaknesses = weaknesses
  }

  /// Bits of the RSA modulus, of the curve's field or of an Edwards key; 0 for other kinds.
  public var bits: Int {
    switch kind {
    case .rsa(let modulus, _):
      modulus.first.map { modulus.count * 8 - $0.leadingZeroBitCount } ?? 0
    case .ec(let curve): curve.bits
    case .ed25519: 256
    case .ed448: 456
    case .postQuantum, .other: 0
    }
  }
}

extension KeyFacts {
  /// Whether the key's own parameters let it make signatures of a scheme. Whether its kind does is another question.
  public func allows(_ scheme: SignatureScheme) -> Bool {
    guard let pss else { return true }
    guard case .rsaPSS(let hash) = scheme else { return false }
    return pss == .anyHash || pss == .hash(hash)
  }
}

extension KeyFacts {
  /// The same key, with what a list of published keys says of it; nil where it is on none.
  public func listed(as entry: KnownWeakKeys.Entry?) -> KeyFacts {
    guard let entry else { return self }
    let weakness = KeyWeakness(
      .published, evidence: "\(entry.name), listed \(entry.date) after \(entry.source)")
    return KeyFacts(
      kind: kind, spki: spki, spkiSHA256: spkiSHA256, pss: pss, examination: examination,
      weaknesses: weaknesses + [weakness])
  }
}

/// Names a key on a token without a handle: a handle is worthless after a token reset.
public struct KeyIdentity: Sendable, Hashable {
  /// CKA_ID of the private and the public object.
  public let ckaID: [UInt8]
  /// SHA-256 over the SubjectPublicKeyInfo, compared each time the object is looked up.
  public let spkiSHA256: Digest

  public init(ckaID: [UInt8], spkiSHA256: Digest) {
    self.ckaID = ckaID
    self.spkiSHA256 = spkiSHA256
  }
}

/// How a signature is made and encoded.
public enum SignatureScheme: Sendable, Hashable {
  /// DER `ECDSA-Sig-Value`, as X.509 wants it.
  case ecdsa(HashAlgorithm)
  /// RSASSA-PKCS1-v1_5 (RFC 8017, 8.2).
  case rsaPKCS1(HashAlgorithm)
  /// RSASSA-PSS (RFC 8017, 8.1), MGF1 with the same hash; the salt is as long as the digest.
  case rsaPSS(HashAlgorithm)
  /// Ed25519 (RFC 8032), pure.
  case ed25519
  /// Ed448 (RFC 8032), pure, without a context. Verified only: no token here makes it.
  case ed448
}
