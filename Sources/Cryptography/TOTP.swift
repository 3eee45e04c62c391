internal import COpenSSL
public import Evidence

/// Time-based one-time passwords (RFC 6238): a secret that a signatory's app shares with the gateway.
public struct TOTP: ~Copyable, Sendable {
  /// HMAC with SHA-1 is what most apps know; its collisions do not matter there (RFC 6194, 3.3).
  public enum Algorithm: String, Sendable, Hashable, CaseIterable {
    case sha1 = "SHA1"
    case sha256 = "SHA256"
    case sha512 = "SHA512"
  }

  public let algorithm: Algorithm
  /// 6 to 8.
  public let digits: Int
  private let secret: SecretBytes

  /// RFC 6238, 5.2.
  public static let secondsPerStep: Int64 = 30
  /// RFC 4226, 4, R6: at least 128 bits.
  public static let shortestSecret = 16
  private static let longestSecret = 128

  /// Takes the secret over and wipes the array given.
  public init(
    secret: inout [UInt8], algorithm: Algorithm = .sha1, digits: Int = 6
  ) throws(CryptographyError) {
    let allowed = TOTP.shortestSecret...TOTP.longestSecret
    guard allowed.contains(secret.count) else {
      throw .malformedSecret(
        "a TOTP secret of \(secret.count) bytes, expected \(allowed.lowerBound) to \(allowed.upperBound)")
    }
    guard (6...8).contains(digits) else { throw .malformedSecret("\(digits) digits of TOTP, expected 6 to 8") }
    self.algorithm = algorithm
    self.digits = digits
    self.secret = SecretBytes(&secret)
  }

  /// The step that a code is of, among the one of the time, the one before and the one after; nil where it is of none.
  ///
  /// A step that was taken must not be taken again (RFC 6238, 5.2): give the last one taken as `last`. All three are
  /// computed and compared in any case.
  public func step(of code: String, at time: Instant, after last: Int64?) throws(CryptographyError) -> Int64? {
    let given = Array(code.utf8)
    let current = TOTP.step(at: time)
    var found: Int64?
    for step in [current - 1, current, current + 1] where step >= 0 {
      let isEqual = isEqualInConstantTime(Array(try self.code(step: step).utf8), given)
      if isEqual, last.map({ step > $0 }) ?? true { found = found ?? step }
    }
    return found
  }

  public static func step(at time: Instant) -> Int64 { time.seconds / secondsPerStep }

  /// RFC 4226, 5.3, with the time step as counter. The corresponding C function is `EVP_Q_mac`.
  public func code(step: Int64) throws(CryptographyError) -> String {
    let counter = (0..<8).reversed().map { UInt8(truncatingIfNeeded: step >> (8 * Int64($0))) }
    var output = [UInt8](repeating: 0, count: 64)
    var length = 0
    let name = algorithm.rawValue
    let done = secret.withBytes { secret in
      EVP_Q_mac(
        nil, "HMAC", nil, name, nil, secret.baseAddress, secret.count, counter, counter.count, &output, output.count,
        &length) != nil
    }
    guard done, (20...output.count).contains(length) else { throw .library("EVP_Q_mac") }
    let offset = Int(output[length - 1] & 0x0F)
    let word = output[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let modulus: UInt32 = digits == 6 ? 1_000_000 : digits == 7 ? 10_000_000 : 100_000_000
    let number = String(word % modulus)
    return String(repeating: "0", count: digits - number.utf8.count) + number
  }
}
