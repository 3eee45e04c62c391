internal import Cryptography
internal import DER
internal import Evidence

/// A signature of an attestation key, with the algorithms that it may be of.
struct TPMSignature: Sendable, Hashable {
  /// DER `ECDSA-Sig-Value` where it is of ECDSA.
  let bytes: [UInt8]
  /// One where the signature or something beside it names it, else all that the key can make.
  let schemes: [AttestationScheme]

  /// Reads a TPMT_SIGNATURE (Part 2, 11.3.4), or the bare signature of WebAuthn, ACME and Microsoft.
  ///
  /// - Parameter stated: what is said beside a bare signature; nil where nothing is.
  init(
    _ bytes: [UInt8], by key: PublicKey, stated: AttestationScheme?, part: String
  ) throws(AttestationError) {
    do { self = try TPMSignature(structure: bytes, part: part) } catch {
      guard let bare = TPMSignature(bare: bytes, by: key.facts, stated: stated) else { throw error }
      self = bare
    }
  }

  private init(bytes: [UInt8], schemes: [AttestationScheme]) {
    self.bytes = bytes
    self.schemes = schemes
  }

  private init(structure: [UInt8], part: String) throws(AttestationError) {
    self = try TPMReader.decode(structure, part) { reader throws(AttestationError) in
      let algorithm: UInt16 = try reader.number("sigAlg")
      guard [TPMAlgorithm.rsaSSA, TPMAlgorithm.rsaPSS, TPMAlgorithm.ecdsa].contains(algorithm) else {
        throw reader.error("sigAlg", TPMReader.spell(algorithm), "RSASSA, RSAPSS or ECDSA")
      }
      let scheme = AttestationScheme(TPMScheme(algorithm: algorithm, hash: try reader.hash("hash")))
      guard algorithm == TPMAlgorithm.ecdsa else {
        return TPMSignature(bytes: try reader.sized("sig", atMost: 2048), schemes: scheme.map { [$0] } ?? [])
      }
      let r = try reader.sized("signatureR")
      let s = try reader.sized("signatureS")
      return TPMSignature(bytes: ECDSASignature.encoded(r: r, s: s), schemes: scheme.map { [$0] } ?? [])
    }
  }

  /// Nil where it has not even the shape of the key's signatures.
  private init?(bare: [UInt8], by key: KeyFacts, stated: AttestationScheme?) {
    switch key.kind {
    case .rsa(let modulus, _):
      guard bare.count == modulus.count else { return nil }
      self.init(bytes: bare, schemes: stated.map { [$0] } ?? AttestationScheme.rsa)
    case .ec:
      guard let signature = ECDSASignature.unsigned(bare), signature == bare else { return nil }
      self.init(bytes: bare, schemes: stated.map { [$0] } ?? AttestationScheme.ecdsa)
    default: return nil
    }
  }

  /// The scheme by which the signature is the key's; nil where it is so by none that was not refused.
  func scheme(
    over message: [UInt8], by key: PublicKey, _ check: SignatureCheck
  ) throws(CryptographyError) -> AttestationScheme? {
    for scheme in schemes where try check.holds(bytes, over: message, by: key, scheme) { return scheme }
    return nil
  }
}

extension AttestationScheme {
  /// Nil for a scheme that makes no signatures that we know.
  init?(_ scheme: TPMScheme) {
    switch (scheme.algorithm, scheme.hash) {
    case (TPMAlgorithm.rsaSSA, .modern(let hash)): self = .modern(.rsaPKCS1(hash))
    case (TPMAlgorithm.rsaSSA, .sha1): self = .rsaPKCS1WithSHA1
    case (TPMAlgorithm.rsaPSS, .modern(let hash)): self = .rsaPSSWithAnySalt(hash)
    case (TPMAlgorithm.ecdsa, .modern(let hash)): self = .modern(.ecdsa(hash))
    case (TPMAlgorithm.ecdsa, .sha1): self = .ecdsaWithSHA1
    default: return nil
    }
  }

  /// By the number that COSE gives it (RFC 9053, RFC 8812); nil for another.
  init?(cose: Int64) {
    switch cose {
    case -65_535: self = .rsaPKCS1WithSHA1
    case -257: self = .modern(.rsaPKCS1(.sha256))
    case -258: self = .modern(.rsaPKCS1(.sha384))
    case -259: self = .modern(.rsaPKCS1(.sha512))
    case -37: self = .rsaPSSWithAnySalt(.sha256)
    case -38: self = .rsaPSSWithAnySalt(.sha384)
    case -39: self = .rsaPSSWithAnySalt(.sha512)
    case -7: self = .modern(.ecdsa(.sha256))
    case -35: self = .modern(.ecdsa(.sha384))
    case -36: self = .modern(.ecdsa(.sha512))
    default: return nil
    }
  }

  var isSHA1: Bool { self == .rsaPKCS1WithSHA1 || self == .ecdsaWithSHA1 }

  /// The hash that WebAuthn takes over `attToBeSigned` under this algorithm.
  var hash: TPMHash {
    switch self {
    case .rsaPKCS1WithSHA1, .ecdsaWithSHA1: .sha1
    case .rsaPSSWithAnySalt(let hash): .modern(hash)
    case .modern(let scheme): .modern(scheme.hash ?? .sha256)
    }
  }

  fileprivate static let hashes: [HashAlgorithm] = [.sha256, .sha384, .sha512]
  fileprivate static let rsa =
    hashes.map { AttestationScheme.modern(.rsaPKCS1($0)) } + hashes.map { .rsaPSSWithAnySalt($0) }
    + [.rsaPKCS1WithSHA1]
  fileprivate static let ecdsa = hashes.map { AttestationScheme.modern(.ecdsa($0)) } + [.ecdsaWithSHA1]
}
