internal import COpenSSL
internal import Evidence

/// Searches a key on an elliptic curve for what gives its private key away, or lets anyone do without it.
enum CurveExamination {
  /// The point is uncompressed, and as long as one of the curve is.
  static func weaknesses(_ curve: EllipticCurve, _ point: [UInt8]) throws(CryptographyError) -> [KeyWeakness] {
    let coordinate = (curve.bits + 7) / 8
    guard point.first == 4, point.count == 1 + 2 * coordinate else {
      throw .malformedKey("expected an uncompressed point of \(1 + 2 * coordinate) bytes, found \(point.count)")
    }
    let table = try CurveTable.of(curve).get()
    guard try table.group.has(point) else {
      return [KeyWeakness(.pointOffCurve, evidence: "no point of \(curve.rawValue)")]
    }
    let x = Array(point[1..<(1 + coordinate)])
    let y = Array(point[(1 + coordinate)...])
    if let d = table.multiples[x] {
      return [KeyWeakness(.guessablePrivateKey, evidence: "the private key is \(d), or the order less that")]
    }
    // By chance once in 2^64. P-521 has seven leading zeros of its own.
    let unused = coordinate * 8 - curve.bits
    for (name, value) in [("x", x), ("y", y)] where leadingZeros(value) - unused >= 64 {
      return [
        KeyWeakness(.smallCoordinate, evidence: "\(name) begins with \(leadingZeros(value) - unused) zero bits")
      ]
    }
    return []
  }

  private static func leadingZeros(_ bytes: [UInt8]) -> Int {
    let zeros = bytes.prefix { $0 == 0 }.count
    return zeros * 8 + (zeros < bytes.count ? bytes[zeros].leadingZeroBitCount : 0)
  }
}

/// What is worked out once for each curve, when its first key is seen: to build a group takes longer than all the rest.
private struct CurveTable: Sendable {
  let group: CurveGroup
  /// The x coordinates of the base point times 1, 2 and on. The same coordinate belongs to the order less the factor.
  let multiples: [[UInt8]: Int]

  private static let mostMultiples = 256

  typealias Made = Result<CurveTable, CryptographyError>

  static func of(_ curve: EllipticCurve) -> Made {
    switch curve {
    case .p256: p256
    case .p384: p384
    case .p521: p521
    case .brainpoolP256r1: brainpoolP256r1
    case .brainpoolP384r1: brainpoolP384r1
    case .brainpoolP512r1: brainpoolP512r1
    case .frp256v1: frp256v1
    }
  }

  private static let p256 = made(.p256)
  private static let p384 = made(.p384)
  private static let p521 = made(.p521)
  private static let brainpoolP256r1 = made(.brainpoolP256r1)
  private static let brainpoolP384r1 = made(.brainpoolP384r1)
  private static let brainpoolP512r1 = made(.brainpoolP512r1)
  private static let frp256v1 = made(.frp256v1)

  private static func made(_ curve: EllipticCurve) -> Made {
    Result { () throws(CryptographyError) in try CurveTable(curve) }
  }

  private init(_ curve: EllipticCurve) throws(CryptographyError) {
    group = try CurveGroup(curve)
    guard let base = EC_GROUP_get0_generator(group.pointer), let point = EC_POINT_dup(base, group.pointer) else {
      throw .library("EC_POINT_dup")
    }
    defer { EC_POINT_free(point) }
    var multiples: [[UInt8]: Int] = [:]
    let length = 1 + 2 * ((curve.bits + 7) / 8)
    for factor in 1...Self.mostMultiples {
      var bytes = [UInt8](repeating: 0, count: length)
      let written = EC_POINT_point2oct(
        group.pointer, point, POINT_CONVERSION_UNCOMPRESSED, &bytes, length, nil)
      guard written == length else { throw .library("EC_POINT_point2oct") }
      multiples[Array(bytes[1..<(1 + length / 2)])] = factor
      guard EC_POINT_add(group.pointer, point, point, base, nil) == 1 else { throw .library("EC_POINT_add") }
    }
    self.multiples = multiples
  }
}

/// Owns one `EC_GROUP`.
final class CurveGroup: @unchecked Sendable {
  // Never changed after init; libcrypto lets threads read one object at the same time (openssl-threads(7)).
  let pointer: OpaquePointer

  /// The corresponding C functions are `EC_GROUP_new_by_curve_name` and, for a curve that libcrypto has no name for,
  /// `EC_GROUP_new_curve_GFp`.
  init(_ curve: EllipticCurve) throws(CryptographyError) {
    if let parameters = CurveParameters(curve) {
      pointer = try parameters.group()
    } else {
      guard let group = EC_GROUP_new_by_curve_name(OBJ_txt2nid(curve.dottedOID)) else {
        throw .library("EC_GROUP_new_by_curve_name")
      }
      pointer = group
    }
  }

  deinit { EC_GROUP_free(pointer) }

  /// Whether the encoding is of a point on the curve. The corresponding C function is `EC_POINT_oct2point`.
  func has(_ encoded: [UInt8]) throws(CryptographyError) -> Bool {
    guard let point = EC_POINT_new(pointer) else { throw .library("EC_POINT_new") }
    defer {
      EC_POINT_free(point)
      ERR_clear_error()
    }
    return EC_POINT_oct2point(pointer, point, encoded, encoded.count, nil) == 1
  }
}

/// A curve that libcrypto does not know by name.
struct CurveParameters {
  let prime: [UInt8]
  let a: [UInt8]
  let b: [UInt8]
  /// Uncompressed.
  let generator: [UInt8]
  let order: [UInt8]

  /// Nil where libcrypto knows the curve.
  init?(_ curve: EllipticCurve) {
    guard curve == .frp256v1,
      let prime = Hex.decode("f1fd178c0b3ad58f10126de8ce42435b3961adbcabc8ca6de8fcf353d86e9c03"),
      let a = Hex.decode("f1fd178c0b3ad58f10126de8ce42435b3961adbcabc8ca6de8fcf353d86e9c00"),
      let b = Hex.decode("ee353fca5428a9300d4aba754a44c00fdfec0c9ae4b1a1803075ed967b7bb73f"),
      let x = Hex.decode("b6b3d4c356c139eb31183d4749d423958c27d2dcaf98b70164c97a2dd98f5cff"),
      let y = Hex.decode("6142e0f7c8b204911f9271f0f3ecef8c2701c307e8e4c9e183115a1554062cfb"),
      let order = Hex.decode("f1fd178c0b3ad58f10126de8ce42435b53dc67e140d2bf941ffdd459c6d655e1")
    else { return nil }
    self.prime = prime
    self.a = a
    self.b = b
    generator = [4] + x + y
    self.order = order
  }

  func group() throws(CryptographyError) -> OpaquePointer {
    let (p, a, b) = (try BigNumber(prime), try BigNumber(a), try BigNumber(b))
    let (order, cofactor) = (try BigNumber(order), try BigNumber(1))
    guard let group = EC_GROUP_new_curve_GFp(p.pointer, a.pointer, b.pointer, nil) else {
      throw .library("EC_GROUP_new_curve_GFp")
    }
    guard let point = EC_POINT_new(group) else {
      EC_GROUP_free(group)
      throw .library("EC_POINT_new")
    }
    defer { EC_POINT_free(point) }
    guard EC_POINT_oct2point(group, point, generator, generator.count, nil) == 1,
      EC_GROUP_set_generator(group, point, order.pointer, cofactor.pointer) == 1
    else {
      EC_GROUP_free(group)
      throw .library("EC_GROUP_set_generator")
    }
    return group
  }
}
