internal import Cryptography
internal import DER
internal import Evidence
internal import TokenPool
internal import X509

/// A public key that stands for one that is not made yet, so that a certificate can be linted before the token is asked.
///
/// It has the kind, size and encoding of the real one and belongs to nobody: its bytes are a fixed pattern.
enum PlaceholderKey {
  static func facts(_ wanted: KeyPairKind) -> KeyFacts {
    let spki = publicKeyInfo(wanted)
    let kind: KeyKind =
      switch wanted {
      case .rsa(let bits): .rsa(modulus: modulus(bits), exponent: exponent)
      case .ec(let curve): .ec(curve)
      case .ed25519: .ed25519
      }
    // The real key is examined when it is made.
    return KeyFacts(
      kind: kind, spki: spki.derBytes, spkiSHA256: Hash.digest(spki.derBytes, .sha256), examination: .thorough)
  }

  /// What a placeholder stands for; nil for any other key.
  static func kind(of info: SubjectPublicKeyInfo) -> KeyPairKind? {
    let curves = EllipticCurve.allCases.map(KeyPairKind.ec)
    let sizes = stride(from: 2048, through: 8192, by: 1024).map { KeyPairKind.rsa(bits: $0) }
    return (curves + sizes + [.ed25519]).first { publicKeyInfo($0) == info }
  }

  static func publicKeyInfo(_ wanted: KeyPairKind) -> SubjectPublicKeyInfo {
    switch wanted {
    case .rsa(let bits):
      let key = RSAPublicKey(modulus: modulus(bits), exponent: exponent)
      let algorithm = AlgorithmIdentifier(.rsaEncryption, parameters: AlgorithmIdentifier.null)
      return SubjectPublicKeyInfo(algorithm: algorithm, key: BitString(bytes: key.derEncoded))
    case .ec(let curve):
      let point = [0x04] + [UInt8](repeating: 0x5A, count: 2 * ((curve.bits + 7) / 8))
      let algorithm = AlgorithmIdentifier(.ecPublicKey, parameters: curve.derParameters)
      return SubjectPublicKeyInfo(algorithm: algorithm, key: BitString(bytes: point))
    case .ed25519:
      return SubjectPublicKeyInfo(algorithm: .ed25519, key: BitString(bytes: [UInt8](repeating: 0x5A, count: 32)))
    }
  }

  /// Claims that the real key will have to live up to: without them the lint could not look past the key's origin.
  ///
  /// For `CACertificateGates.evaluate` alone, which gives no permit: the real key is judged by what is read back of it.
  static func attested(_ facts: KeyFacts) -> AttestedKey {
    var key = AttestedKey(
      spki: facts.spki, spkiSHA256: facts.spkiSHA256, format: "placeholder", offeredClass: .attributesLive,
      rawDigest: Hash.digest([], .sha256))
    let field = "before the key is made"
    for name in [ClaimName.generatedInside, .generationMechanism] { key.claims.set(name, .yes, field) }
    for name in [ClaimName.extractableClear, .extractableWrapped, .everExtractable, .everNonSensitive] {
      key.claims.set(name, .no, field)
    }
    return key
  }

  private static let exponent: [UInt8] = [1, 0, 1]

  /// As long as a real modulus, and odd.
  private static func modulus(_ bits: Int) -> [UInt8] { [UInt8](repeating: 0xA5, count: bits / 8) }
}

extension EllipticCurve {
  /// The namedCurve choice of ECParameters (RFC 5480, 2.1.1); nil only if `dottedOID` were no identifier.
  fileprivate var derParameters: [UInt8]? {
    guard let identifier = ObjectIdentifier(dottedOID) else { return nil }
    var writer = DERWriter()
    writer.objectIdentifier(identifier)
    return writer.bytes
  }
}
