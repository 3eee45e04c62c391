internal import COpenSSL
internal import DER

/// What is stored of a password: scrypt (RFC 7914) over it and a random salt, with the cost that was paid.
///
/// A password is bytes here; whoever takes it from people decides on its normal form (RFC 8265).
public struct PasswordHash: Sendable, Hashable {
  /// The cost. Memory is 128 * 2^logN * r bytes, time is proportional to memory * p.
  public struct Cost: Sendable, Hashable {
    public let logN: Int
    public let r: Int
    public let p: Int

    /// Nil where the cost is no valid one or over 256 MiB or 16 times that in all: a stored text must not stop the service.
    public init?(logN: Int, r: Int, p: Int) {
      guard (1...20).contains(logN), (1...32).contains(r), (1...16).contains(p), 128 * r << logN <= 256 << 20 else {
        return nil
      }
      (self.logN, self.r, self.p) = (logN, r, p)
    }

    private init(checkedLogN logN: Int, _ r: Int, _ p: Int) { (self.logN, self.r, self.p) = (logN, r, p) }

    /// 32 MiB three times over: what OWASP's cheat sheet on password storage has as equal to 128 MiB once.
    public static let standard = Cost(checkedLogN: 15, 8, 3)
  }

  /// Longer ones are refused before anything is computed.
  public static let longestPassword = 1024
  private static let saltLength = 16
  private static let hashLength = 32

  public let cost: Cost
  private let salt: [UInt8]
  private let hash: [UInt8]

  /// Blocks for some tenths of a second at the standard cost.
  public init(_ password: borrowing SecretBytes, cost: Cost = .standard) throws(CryptographyError) {
    guard PasswordHash.isUsable(password) else {
      throw .malformedSecret(
        "a password of \(password.count) bytes, expected 1 to \(PasswordHash.longestPassword) and no NUL among them")
    }
    self.cost = cost
    salt = try SecureRandom.bytes(PasswordHash.saltLength)
    hash = try PasswordHash.derive(password, salt, cost)
  }

  /// Whether it is the password. False for one that could not be stored. Blocks as `init` does.
  public func matches(_ password: borrowing SecretBytes) throws(CryptographyError) -> Bool {
    guard PasswordHash.isUsable(password) else { return false }
    return isEqualInConstantTime(try PasswordHash.derive(password, salt, cost), hash)
  }

  /// HMAC fills a short key up with NULs, so that to scrypt a password and the same with a NUL after it are one.
  private static func isUsable(_ password: borrowing SecretBytes) -> Bool {
    (1...longestPassword).contains(password.count) && !password.withBytes { $0.contains(0) }
  }

  /// The corresponding C function is `EVP_PBE_scrypt`.
  static func derive(
    _ password: borrowing SecretBytes, _ salt: [UInt8], _ cost: Cost, length: Int = hashLength
  ) throws(CryptographyError) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: length)
    // scrypt needs a little more than the table itself.
    let memory = UInt64(128 * cost.r) << UInt64(cost.logN) + UInt64(256 * cost.r * cost.p) + (1 << 16)
    let done = password.withBytes { password in
      EVP_PBE_scrypt(
        password.baseAddress?.assumingMemoryBound(to: CChar.self), password.count, salt, salt.count,
        1 << UInt64(cost.logN), UInt64(cost.r), UInt64(cost.p), memory, &output, length)
    }
    guard done == 1 else { throw .library("EVP_PBE_scrypt") }
    return output
  }
}

extension PasswordHash {
  /// For storage: `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, both in base64url without padding.
  public var text: String {
    "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(Base64URL.encode(salt))$\(Base64URL.encode(hash))"
  }

  /// Reads what `text` wrote; nil for anything else.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    guard parts.count == 5, let cost = PasswordHash.cost(parts[2]), let salt = Base64URL.decode(parts[3]),
      let hash = Base64URL.decode(parts[4]), salt.count == PasswordHash.saltLength,
      hash.count == PasswordHash.hashLength
    else { return nil }
    (self.cost, self.salt, self.hash) = (cost, salt, hash)
    guard self.text == text else { return nil }
  }

  private static func cost(_ text: String) -> Cost? {
    let numbers = text.split(separator: ",").map { Int($0.drop { $0 != "=" }.dropFirst()) }
    guard numbers.count == 3, let logN = numbers[0], let r = numbers[1], let p = numbers[2] else { return nil }
    return Cost(logN: logN, r: r, p: p)
  }
}

extension PasswordHash: CustomStringConvertible {
  /// Without salt and hash, which have no place in a log.
  public var description: String { "scrypt with N=2^\(cost.logN), r=\(cost.r), p=\(cost.p)" }
}
