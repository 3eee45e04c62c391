internal import COpenSSL
internal import DER
public import Evidence
public import X509

/// A public key that is well formed: canonical encoding, named curve, point on its curve.
///
/// Well formed is not good enough to sign certificates for: that is for the gates, which see `facts`.
/// Sharing a key between threads is safe.
public struct PublicKey: Sendable {
  /// What the gates see.
  public let facts: KeyFacts
  let handle: KeyHandle

  /// Reads a SubjectPublicKeyInfo (DER). Refused: explicit curve parameters, compressed points, RSA parameters other
  /// than NULL, any encoding but the canonical one, kinds that no policy takes or that libcrypto cannot verify with.
  public init(spki: [UInt8]) throws(CryptographyError) {
    try self.init(try SubjectPublicKeyInfo(keyDER: spki))
  }

  /// The same for a SubjectPublicKeyInfo that is read already.
  public init(_ info: SubjectPublicKeyInfo) throws(CryptographyError) {
    switch try info.keyKind() {
    case .rsa(let modulus, let exponent):
      try self.init(rsaModulus: modulus, exponent: exponent, algorithm: info.algorithm)
    case .ec(let curve): try self.init(curve: curve, uncompressedPoint: info.key.bytes)
    case .ed25519: try self.init(ed25519: info.key.bytes)
    case .ed448: try self.init(ed448: info.key.bytes)
    case .postQuantum(let algorithm): throw .unsupportedKey(dottedOID: algorithm.dottedOID)
    case .other(let dottedOID): throw .unsupportedKey(dottedOID: dottedOID)
    }
    // What was read and written again by one canonical writer is what came in: no lenient reading can hide a difference.
    guard facts.spki == info.derBytes else {
      throw .notCanonical
    }
  }

  /// Both numbers are big-endian, as PKCS#11 gives CKA_MODULUS and CKA_PUBLIC_EXPONENT; leading zeros are dropped.
  public init(rsaModulus: [UInt8], exponent: [UInt8]) throws(CryptographyError) {
    let algorithm = AlgorithmIdentifier(.rsaEncryption, parameters: AlgorithmIdentifier.null)
    try self.init(rsaModulus: rsaModulus, exponent: exponent, algorithm: algorithm)
  }

  private init(
    rsaModulus: [UInt8], exponent: [UInt8], algorithm: AlgorithmIdentifier
  ) throws(CryptographyError) {
    let modulus = Array(rsaModulus.drop { $0 == 0 })
    let exponent = Array(exponent.drop { $0 == 0 })
    guard !modulus.isEmpty, !exponent.isEmpty else { throw .malformedKey("RSA modulus or exponent of zero") }
    // 16384 bits is libcrypto's own bound for verification.
    guard modulus.count <= 2048, exponent.count <= modulus.count else {
      throw .malformedKey("RSA modulus over 16384 bits, or an exponent longer than the modulus")
    }
    let handle = try KeyHandle(rsaModulus: modulus, exponent: exponent)
    let key = BitString(bytes: RSAPublicKey(modulus: modulus, exponent: exponent).derEncoded)
    let info = SubjectPublicKeyInfo(algorithm: algorithm, key: key)
    self.init(handle, .rsa(modulus: modulus, exponent: exponent), info)
  }

  /// The point is `04 || X || Y`; CKA_EC_POINT wraps it in an OCTET STRING that the caller takes off.
  public init(curve: EllipticCurve, uncompressedPoint point: [UInt8]) throws(CryptographyError) {
    let coordinate = (curve.bits + 7) / 8
    guard point.first == 4, point.count == 1 + 2 * coordinate else {
      throw .malformedKey("expected an uncompressed point of \(1 + 2 * coordinate) bytes, found \(point.count)")
    }
    let handle: KeyHandle
    do {
      handle = try KeyHandle(curve: curve, uncompressedPoint: point)
    } catch {
      throw .malformedKey("no point of \(curve.rawValue): \(error)")
    }
    self.init(handle, .ec(curve), SubjectPublicKeyInfo(algorithm: curve.algorithm, key: BitString(bytes: point)))
  }

  /// 32 bytes (RFC 8032, 5.1.5). Points of small order and coordinates beyond the prime are refused.
  public init(ed25519 key: [UInt8]) throws(CryptographyError) {
    guard key.count == 32 else { throw .malformedKey("expected 32 bytes of Ed25519 key, found \(key.count)") }
    guard !EdwardsPoint.isDegenerate25519(key) else {
      throw .malformedKey("an Ed25519 point of small order or with a coordinate beyond the prime")
    }
    let info = SubjectPublicKeyInfo(algorithm: .ed25519, key: BitString(bytes: key))
    self.init(try KeyHandle(ed25519: key), .ed25519, info)
  }

  /// 57 bytes (RFC 8032, 5.2.5). Points of small order and coordinates beyond the prime are refused.
  public init(ed448 key: [UInt8]) throws(CryptographyError) {
    guard key.count == 57 else { throw .malformedKey("expected 57 bytes of Ed448 key, found \(key.count)") }
    guard !EdwardsPoint.isDegenerate448(key) else {
      throw .malformedKey("an Ed448 point of small order or with a coordinate beyond the prime")
    }
    let info = SubjectPublicKeyInfo(algorithm: AlgorithmIdentifier(.ed448), key: BitString(bytes: key))
    self.init(try KeyHandle(ed448: key), .ed448, info)
  }

  private init(_ handle: KeyHandle, _ kind: KeyKind, _ info: SubjectPublicKeyInfo) {
    self.handle = handle
    facts = KeyFacts(
      kind: kind, spki: info.derBytes, spkiSHA256: Hash.digest(info.derBytes, .sha256), pss: info.pssRestriction)
  }
}

extension KeyFacts {
  /// The facts of any SubjectPublicKeyInfo (DER), without an examination. A kind that no policy takes becomes `other`,
  /// so that a gate can say so; a malformed key throws.
  public init(spki: [UInt8]) throws(CryptographyError) {
    try self.init(try SubjectPublicKeyInfo(keyDER: spki))
  }

  public init(_ info: SubjectPublicKeyInfo) throws(CryptographyError) {
    do {
      self = try PublicKey(info).facts
    } catch .unsupportedKey {
      self.init(
        kind: try info.keyKind(), spki: info.derBytes, spkiSHA256: Hash.digest(info.derBytes, .sha256))
    }
  }
}

extension SubjectPublicKeyInfo {
  init(keyDER der: [UInt8]) throws(CryptographyError) {
    do { try self.init(der: der) } catch { throw .malformedKey("\(error)") }
  }

  /// The kind of key, with the rules for its parameters.
  func keyKind() throws(CryptographyError) -> KeyKind {
    switch algorithm.algorithm {
    case .rsaEncryption, .rsassaPSS:
      guard algorithm.algorithm == .rsassaPSS || algorithm.parameters == AlgorithmIdentifier.null else {
        throw .malformedKey("RSA parameters must be NULL (RFC 3279, 2.3.1)")
      }
      if algorithm.algorithm == .rsassaPSS, algorithm.parameters != nil {
        do { _ = try algorithm.rsassaPSSParameters() } catch { throw .malformedKey("\(error)") }
      }
      do {
        guard let key = try rsaPublicKey() else { throw CryptographyError.malformedKey("not an RSAPublicKey") }
        return .rsa(modulus: key.modulus, exponent: key.exponent)
      } catch {
        throw .malformedKey("\(error)")
      }
    case .ecPublicKey:
      guard let curve = algorithm.namedCurve?.description else {
        throw .malformedKey("a curve must be given by name, not by parameters (RFC 5480, 2.1.1)")
      }
      return EllipticCurve.allCases.first { $0.dottedOID == curve }.map(KeyKind.ec) ?? .other(dottedOID: curve)
    case .ed25519:
      guard algorithm.parameters == nil else { throw .malformedKey("Ed25519 has no parameters (RFC 8410, 3)") }
      return .ed25519
    case .ed448:
      guard algorithm.parameters == nil else { throw .malformedKey("Ed448 has no parameters (RFC 8410, 3)") }
      return .ed448
    case let other:
      let name = other.description
      guard let algorithm = PostQuantumAlgorithm.allCases.first(where: { $0.dottedOID == name }) else {
        return .other(dottedOID: name)
      }
      return .postQuantum(try postQuantumKey(algorithm))
    }
  }

  /// RFC 9881, 9909, 9802: no parameters, and the bytes of the key as they are.
  private func postQuantumKey(_ kind: PostQuantumAlgorithm) throws(CryptographyError) -> PostQuantumAlgorithm {
    guard algorithm.parameters == nil else { throw .malformedKey("\(kind.rawValue) has no parameters") }
    guard let bytes = key.wholeBytes, !bytes.isEmpty, bytes.count == kind.publicKeyLength ?? bytes.count else {
      let length = kind.publicKeyLength.map(String.init) ?? "some"
      throw .malformedKey("expected \(length) bytes of \(kind.rawValue) key, found \(key.bytes.count)")
    }
    return kind
  }

  /// What the algorithm says of the use of an RSA key; nil for all but id-RSASSA-PSS.
  var pssRestriction: PSSRestriction? {
    guard algorithm.algorithm == .rsassaPSS else { return nil }
    guard algorithm.parameters != nil else { return .anyHash }
    guard case .rsaPSS(let hash)? = try? SignatureAlgorithms.scheme(of: algorithm) else { return .other }
    return .hash(hash)
  }
}

extension EllipticCurve {
  /// id-ecPublicKey with the curve by name (RFC 5480, 2.1.1).
  var algorithm: AlgorithmIdentifier {
    var writer = DERWriter()
    if let name = DER.ObjectIdentifier(dottedOID) { writer.objectIdentifier(name) }
    return AlgorithmIdentifier(.ecPublicKey, parameters: writer.bytes)
  }
}
