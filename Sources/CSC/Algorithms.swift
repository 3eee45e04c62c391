public import DER
public import Evidence
internal import X509

/// The algorithms that a `signAlgo` may name.
public enum SignAlgorithm: Sendable, Hashable, CaseIterable {
  /// rsaEncryption: PKCS#1 v1.5 with the hash that `hashAlgorithmOID` names.
  case rsa
  case rsaSHA256, rsaSHA384, rsaSHA512
  /// RSASSA-PSS; `signAlgoParams` says the rest.
  case pss
  case ecdsaSHA256, ecdsaSHA384, ecdsaSHA512

  public var oid: ObjectIdentifier {
    switch self {
    case .rsa: .rsaEncryption
    case .rsaSHA256: .sha256WithRSAEncryption
    case .rsaSHA384: .sha384WithRSAEncryption
    case .rsaSHA512: .sha512WithRSAEncryption
    case .pss: .rsassaPSS
    case .ecdsaSHA256: .ecdsaWithSHA256
    case .ecdsaSHA384: .ecdsaWithSHA384
    case .ecdsaSHA512: .ecdsaWithSHA512
    }
  }

  /// Nil for Ed25519 too: signing a hash with it is not defined.
  public init?(oid: ObjectIdentifier) {
    guard let found = SignAlgorithm.allCases.first(where: { $0.oid == oid }) else { return nil }
    self = found
  }

  /// What a key can offer: an EC key the hash that fits its size, an RSA key all that its parameters allow; none for
  /// other kinds. The bare `rsa` is last: a client that takes the first must not need another parameter.
  public static func offered(for key: KeyFacts) -> [SignAlgorithm] {
    switch key.kind {
    case .rsa where key.pss != nil: [.pss]
    case .rsa: [.rsaSHA256, .rsaSHA384, .rsaSHA512, .pss, .rsa]
    case .ec(let curve) where curve.bits <= 256: [.ecdsaSHA256]
    case .ec(let curve) where curve.bits <= 384: [.ecdsaSHA384]
    case .ec: [.ecdsaSHA512]
    case .ed25519, .ed448, .postQuantum, .other: []
    }
  }

  /// The hash that the identifier itself names.
  var hash: HashAlgorithm? {
    switch self {
    case .rsaSHA256, .ecdsaSHA256: .sha256
    case .rsaSHA384, .ecdsaSHA384: .sha384
    case .rsaSHA512, .ecdsaSHA512: .sha512
    case .rsa, .pss: nil
    }
  }
}

/// How digests are to be signed: the scheme, and for PSS the salt that the client chose.
public struct SigningAlgorithm: Sendable, Hashable {
  public let scheme: SignatureScheme
  public let hash: HashAlgorithm
  /// In bytes; nil for every scheme but PSS.
  public let pssSaltLength: Int?

  /// What the token is given: always digests that others made.
  public var form: MessageForm { .digest(pssSaltLength: pssSaltLength) }
}

extension HashAlgorithm {
  /// SHA-256, SHA-384 and SHA-512 by identifier; nothing weaker, and no SHA-3, which CSC does not list.
  public init?(cscOID oid: String) {
    guard let found = HashAlgorithm.csc.first(where: { $0.cscOID == oid }) else { return nil }
    self = found
  }

  /// Without a name, the length decides: among the three it is enough.
  init?(digestLength length: Int) {
    guard let found = HashAlgorithm.csc.first(where: { $0.byteCount == length }) else { return nil }
    self = found
  }

  static let csc: [HashAlgorithm] = [.sha256, .sha384, .sha512]

  /// The dotted identifier of the hash.
  public var cscOID: String {
    switch self {
    case .sha256: "2.16.840.1.101.3.4.2.1"
    case .sha384: "2.16.840.1.101.3.4.2.2"
    case .sha512: "2.16.840.1.101.3.4.2.3"
    case .sha3_256: "2.16.840.1.101.3.4.2.8"
    case .sha3_384: "2.16.840.1.101.3.4.2.9"
    case .sha3_512: "2.16.840.1.101.3.4.2.10"
    }
  }

  var identifier: ObjectIdentifier? { ObjectIdentifier(cscOID) }
}
