internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// A public key in nCore's marshalling, with the hash by which other parts name it.
enum NCoreKey: Sendable, Hashable {
  /// All numbers big-endian, without leading zeros.
  case rsa(exponent: [UInt8], modulus: [UInt8])
  case dsa(p: [UInt8], q: [UInt8], g: [UInt8], y: [UInt8])
  case ec(EllipticCurve, x: [UInt8], y: [UInt8])

  /// What nCore calls the curves that are known here.
  static let curves: [UInt32: EllipticCurve] = [4: .p256, 6: .p521]

  init(from reader: inout NCoreReader) throws(AttestationError) {
    let type = try reader.word()
    switch type {
    case 1: self = .rsa(exponent: try reader.number(), modulus: try reader.number())
    case 3:
      self = .dsa(p: try reader.number(), q: try reader.number(), g: try reader.number(), y: try reader.number())
    case 46:
      guard let curve = NCoreKey.curves[try reader.word()] else {
        throw reader.malformed("a key on another curve", "P-256 or P-521")
      }
      try reader.require(0, "flags of a key")
      self = .ec(curve, x: try reader.number(), y: try reader.number())
    default: throw reader.malformed("a key of type \(type)", "RSA, DSA or ECDSA")
    }
  }

  /// SubjectPublicKeyInfo, DER; nil for DSA and for what is no key.
  var spki: [UInt8]? {
    switch self {
    case .rsa(let exponent, let modulus): (try? PublicKey(rsaModulus: modulus, exponent: exponent))?.facts.spki
    case .ec(let curve, let x, let y):
      NCoreKey.point(x, y, curve).flatMap {
        try? PublicKey(curve: curve, uncompressedPoint: $0)
      }?.facts.spki
    case .dsa: nil
    }
  }

  private static func point(_ x: [UInt8], _ y: [UInt8], _ curve: EllipticCurve) -> [UInt8]? {
    let width = (curve.bits + 7) / 8
    guard x.count <= width, y.count <= width else { return nil }
    func padded(_ number: [UInt8]) -> [UInt8] { [UInt8](repeating: 0, count: width - number.count) + number }
    return [4] + padded(x) + padded(y)
  }

  // MARK: - Hash

  /// SHA-1 over the key's numbers in a layout of the vendor's; nil for keys whose layout is not known here.
  var hash: [UInt8]? {
    let name: String
    let content: [UInt8]
    switch self {
    case .rsa(let exponent, let modulus):
      guard exponent.count <= 4 else { return nil }
      (name, content) = ("RSA00", [exponent, modulus].flatMap { NCoreKey.block($0) })
    case .dsa(let p, let q, let g, let y): (name, content) = ("DSA00", [p, q, g, y].flatMap { NCoreKey.block($0) })
    case .ec(.p256, let x, let y):
      let curve = NCoreKey.p256.compactMap { Hex.decode($0) }
      let head: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]
      (name, content) = ("ECDSA00", head + (curve + [[1], x, y]).flatMap { NCoreKey.block($0) })
    case .ec: return nil
    }
    return LegacyHash.sha1(
      Array("nFast KeyHash\0\(name)\0".utf8) + content + Array("invented by nCipher 1997\0".utf8))
  }

  /// Little-endian, filled up with zeros to a multiple of 64 octets.
  private static func block(_ number: [UInt8]) -> [UInt8] {
    let length = (number.count + 63) / 64 * 64
    return number.reversed() + [UInt8](repeating: 0, count: length - number.count)
  }

  /// Prime, coefficients, generator and order of P-256 (SEC 2, 2.4.2).
  private static let p256 = [
    "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff",
    "ffffffff00000001000000000000000000000000fffffffffffffffffffffffc",
    "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b",
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5",
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
  ]

  // MARK: - Signatures

  /// What stands against a signature by this key; nil where it holds. `what` names it.
  func problem(
    with signature: [UInt8], over message: [UInt8], _ what: String, _ check: SignatureCheck
  ) throws(AttestationError) -> AppraisalProblem? {
    let (mechanism, r, s) = try NCoreReader.read(signature, what) { reader throws(AttestationError) in
      (try reader.word(), try reader.number(), try reader.number())
    }
    switch (mechanism, self) {
    case (187, .ec):
      return NCoreKey.problem(ECDSASignature.encoded(r: r, s: s), over: message, by: spki ?? [], what, check)
    case (170, .dsa(let p, let q, let g, let y)):
      let isValid: Bool
      do {
        let dsa = try LegacyDSA(p: p, q: q, g: g, y: y)
        let encoded = ECDSASignature.encoded(r: r, s: s)
        isValid = try check.word?(encoded, y) ?? dsa.verify(signature: encoded, over: message, hash: .sha256)
      } catch { return AppraisalProblem(.algorithmRefused, "\(what): \(error)") }
      return isValid ? nil : AppraisalProblem(.signatureInvalid, what)
    default: return AppraisalProblem(.algorithmRefused, "\(what) is signed by mechanism \(mechanism)")
    }
  }

  /// ECDSA with SHA-512, which is what nShield's chains use on every curve.
  static func problem(
    _ signature: [UInt8], over message: [UInt8], by spki: [UInt8], _ what: String, _ check: SignatureCheck
  ) -> AppraisalProblem? {
    guard let isValid = try? check.holds(signature, over: message, by: spki, .modern(.ecdsa(.sha512))) else {
      return AppraisalProblem(.algorithmRefused, "\(what): no key of ECDSA")
    }
    return isValid ? nil : AppraisalProblem(.signatureInvalid, what)
  }
}
