internal import Cryptography

/// The field of 256 elements with x^8 + x^4 + x^3 + x + 1. No tables: their lookups would tell of secrets by the cache.
enum GF256 {
  static func product(_ left: UInt8, _ right: UInt8) -> UInt8 {
    var (a, b, result): (UInt8, UInt8, UInt8) = (left, right, 0)
    for _ in 0..<8 {
      result ^= a & (0 &- (b & 1))
      a = (a << 1) ^ (0x1B & (0 &- (a >> 7)))
      b >>= 1
    }
    return result
  }

  /// The inverse, as the power of 254; zero for zero.
  static func inverse(_ value: UInt8) -> UInt8 {
    var (power, result) = (value, UInt8(1))
    for bit in 0..<8 {
      if 254 >> bit & 1 == 1 { result = product(result, power) }
      power = product(power, power)
    }
    return result
  }
}

/// A point of the polynomials that share a secret, one polynomial for each byte.
final class SharePoint: Sendable {
  let x: UInt8
  let value: SecretBytes

  init(x: UInt8, value: consuming SecretBytes) {
    self.x = x
    self.value = value
  }

  /// Lagrange's interpolation. The points have distinct places and one length.
  init(interpolating points: [SharePoint], at x: UInt8) {
    self.x = x
    value = SecretBytes(count: points.first?.value.count ?? 0) { output in
      for point in points {
        let weight = SharePoint.weight(of: point, among: points, at: x)
        point.value.withBytes { bytes in
          for (index, byte) in bytes.enumerated() { output[index] ^= GF256.product(weight, byte) }
        }
      }
    }
  }

  private static func weight(of point: SharePoint, among points: [SharePoint], at x: UInt8) -> UInt8 {
    var weight: UInt8 = 1
    for other in points where other.x != point.x {
      weight = GF256.product(weight, GF256.product(x ^ other.x, GF256.inverse(point.x ^ other.x)))
    }
    return weight
  }

  /// A copy, wiped at its own end.
  static func copy(_ secret: borrowing SecretBytes) -> SecretBytes {
    secret.withBytes { bytes in SecretBytes(count: bytes.count) { $0.copyMemory(from: bytes) } }
  }
}
