internal import Cryptography
internal import Evidence

/// TPMA_OBJECT (TPM 2.0 Library, Part 2, 8.3): what a TPM lets be done with an object. Part of its name, so never changed.
struct TPMAttributes: Sendable, Hashable, OptionSet {
  let rawValue: UInt32

  static let fixedTPM = TPMAttributes(rawValue: 1 << 1)
  static let fixedParent = TPMAttributes(rawValue: 1 << 4)
  static let sensitiveDataOrigin = TPMAttributes(rawValue: 1 << 5)
  static let userWithAuth = TPMAttributes(rawValue: 1 << 6)
  static let adminWithPolicy = TPMAttributes(rawValue: 1 << 7)
  static let encryptedDuplication = TPMAttributes(rawValue: 1 << 11)
  static let restricted = TPMAttributes(rawValue: 1 << 16)
  static let decrypt = TPMAttributes(rawValue: 1 << 17)
  static let sign = TPMAttributes(rawValue: 1 << 18)

  /// Bits that some version of the library gives a meaning: 1.59 has x509sign (19), 1.83 firmwareLimited and svnLimited (8, 9).
  private static let defined: UInt32 = 0x000F_0FF6

  /// Bits that mean nothing; they must be zero.
  var reserved: UInt32 { rawValue & ~TPMAttributes.defined }
}

/// What a TPM's signing key signs with: TPMT_RSA_SCHEME and TPMT_ECC_SCHEME as far as they sign.
struct TPMScheme: Sendable, Hashable {
  let algorithm: UInt16
  let hash: TPMHash
}

/// TPMT_PUBLIC of an RSA key or a key on P-256, P-384 or P-521 (TPM 2.0 Library, Part 2, 12.2.4).
struct TPMPublic: Sendable, Hashable {
  /// The TPMT_PUBLIC as it came: what the name is over.
  let bytes: [UInt8]
  let nameAlgorithm: TPMHash
  let attributes: TPMAttributes
  let authPolicy: [UInt8]
  /// Nil where each use says its own.
  let scheme: TPMScheme?
  /// Bits of the RSA modulus or of the field.
  let keyBits: Int
  let isRSA: Bool
  /// SubjectPublicKeyInfo, DER.
  let spki: [UInt8]

  /// nameAlg and the digest over the TPMT_PUBLIC (Part 1, 16).
  var name: [UInt8] {
    let number = nameAlgorithm.number
    return [UInt8(number >> 8), UInt8(number & 0xFF)] + nameAlgorithm.digest(bytes)
  }

  /// Reads a TPMT_PUBLIC, or a TPM2B_PUBLIC around one.
  init(_ bytes: [UInt8], part: String) throws(AttestationError) {
    let inner = TPMPublic.unwrapped(bytes)
    self = try TPMReader.decode(inner, part) { reader throws(AttestationError) in try TPMPublic(&reader, inner) }
  }

  /// Without the length of a TPM2B: no TPMT_PUBLIC begins with its own length less two.
  private static func unwrapped(_ bytes: [UInt8]) -> [UInt8] {
    guard let first = bytes.first, let second = bytes.dropFirst().first else { return bytes }
    return Int(first) << 8 | Int(second) == bytes.count - 2 ? Array(bytes.dropFirst(2)) : bytes
  }

  private init(_ reader: inout TPMReader, _ bytes: [UInt8]) throws(AttestationError) {
    self.bytes = bytes
    let type: UInt16 = try reader.number("type")
    guard type == TPMAlgorithm.rsa || type == TPMAlgorithm.ecc else {
      throw reader.error("type", TPMReader.spell(type), "RSA or ECC")
    }
    isRSA = type == TPMAlgorithm.rsa
    nameAlgorithm = try reader.hash("nameAlg")
    attributes = TPMAttributes(rawValue: try reader.number("objectAttributes"))
    authPolicy = try reader.sized("authPolicy")
    guard authPolicy.isEmpty || authPolicy.count == nameAlgorithm.byteCount else {
      throw reader.error("authPolicy", "\(authPolicy.count) bytes", "none or \(nameAlgorithm.byteCount)")
    }
    try TPMPublic.skipSymmetric(&reader)
    scheme = try TPMPublic.scheme(&reader, isRSA: isRSA)
    (spki, keyBits) = isRSA ? try TPMPublic.rsaKey(&reader) : try TPMPublic.eccKey(&reader)
  }

  /// TPMT_SYM_DEF_OBJECT: the cipher of a parent key.
  private static func skipSymmetric(_ reader: inout TPMReader) throws(AttestationError) {
    let cipher: UInt16 = try reader.number("symmetric")
    guard cipher != TPMAlgorithm.null else { return }
    _ = try reader.number("symmetric.keyBits", UInt16.self)
    _ = try reader.number("symmetric.mode", UInt16.self)
  }

  private static func scheme(_ reader: inout TPMReader, isRSA: Bool) throws(AttestationError) -> TPMScheme? {
    let algorithm: UInt16 = try reader.number("scheme")
    switch (isRSA, algorithm) {
    case (_, TPMAlgorithm.null), (true, TPMAlgorithm.rsaES): return nil
    case (true, TPMAlgorithm.rsaSSA), (true, TPMAlgorithm.rsaPSS), (true, TPMAlgorithm.oaep),
      (false, TPMAlgorithm.ecdsa), (false, 0x0019), (false, 0x001B...0x001D):
      return TPMScheme(algorithm: algorithm, hash: try reader.hash("scheme.hashAlg"))
    case (false, TPMAlgorithm.ecdaa):
      let scheme = TPMScheme(algorithm: algorithm, hash: try reader.hash("scheme.hashAlg"))
      _ = try reader.number("scheme.count", UInt16.self)
      return scheme
    default: throw reader.error("scheme", TPMReader.spell(algorithm), "a scheme of the key's type")
    }
  }

  private static func rsaKey(_ reader: inout TPMReader) throws(AttestationError) -> ([UInt8], Int) {
    let bits = Int(try reader.number("keyBits", UInt16.self))
    let stated: UInt32 = try reader.number("exponent")
    // 0 stands for 2^16 + 1 (Part 2, 12.2.3.5).
    let exponent = stated == 0 ? 65_537 : stated
    let modulus = try reader.sized("unique", atMost: TPMReader.mostBytes)
    guard modulus.count * 8 == bits, modulus.first.map({ $0 >= 0x80 }) == true else {
      throw reader.error("unique", "\(modulus.count) bytes", "a modulus of \(bits) bits")
    }
    let bytes = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: exponent >> $0) }
    do { return (try PublicKey(rsaModulus: modulus, exponent: bytes).facts.spki, bits) } catch {
      throw reader.error("unique", "\(error)", "an RSA key")
    }
  }

  private static func eccKey(_ reader: inout TPMReader) throws(AttestationError) -> ([UInt8], Int) {
    let number: UInt16 = try reader.number("curveID")
    let curves: [UInt16: EllipticCurve] = [0x0003: .p256, 0x0004: .p384, 0x0005: .p521]
    guard let curve = curves[number] else {
      throw reader.error("curveID", TPMReader.spell(number), "P-256, P-384 or P-521")
    }
    let kdf: UInt16 = try reader.number("kdf")
    if kdf != TPMAlgorithm.null { _ = try reader.hash("kdf.hashAlg") }
    let length = (curve.bits + 7) / 8
    var point: [UInt8] = [4]
    for name in ["unique.x", "unique.y"] {
      let coordinate = try reader.sized(name, atMost: length)
      point += Array(repeating: 0, count: length - coordinate.count) + coordinate
    }
    do { return (try PublicKey(curve: curve, uncompressedPoint: point).facts.spki, curve.bits) } catch {
      throw reader.error("unique", "\(error)", "a point of \(curve.rawValue)")
    }
  }
}
