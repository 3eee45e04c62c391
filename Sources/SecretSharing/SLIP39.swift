public import Cryptography

/// Shamir's secret sharing as SLIP-0039 has it: any `threshold` of `count` shares give the secret, fewer say nothing of it.
public enum SLIP39 {
  /// Fills memory with random bytes.
  public typealias RandomSource = (UnsafeMutableRawBufferPointer) throws(SharingError) -> Void

  /// What a splitting is made with; the defaults are the standard's present ones.
  public struct Options: Sendable, Hashable {
    /// 0 to 15: the cost of trying passphrases is 10000 times two to this power.
    public let iterationExponent: Int
    public let isExtendable: Bool

    public init(iterationExponent: Int = 1, isExtendable: Bool = true) {
      self.iterationExponent = iterationExponent
      self.isExtendable = isExtendable
    }
  }

  /// The most shares that a set can have.
  public static let mostShares = 16

  /// Splits a secret of 16 or 32 bytes among the members of one group.
  ///
  /// - Parameters:
  ///   - threshold: 1 only where there is one share: copies of a share would count as several.
  ///   - passphrase: printable ASCII; may be empty.
  public static func split(
    _ secret: borrowing SecretBytes, threshold: Int, count: Int, passphrase: borrowing SecretBytes = SLIP39.nothing(),
    options: Options = Options(), random: RandomSource = SLIP39.libcrypto
  ) throws(SharingError) -> [MnemonicShare] {
    guard secret.count == 16 || secret.count == 32 else {
      throw .parameters("a secret of \(secret.count) bytes; it must have 16 or 32")
    }
    guard (1...mostShares).contains(count), (1...count).contains(threshold), threshold > 1 || count == 1 else {
      throw .parameters("\(threshold) of \(count) shares; it must be 2 to N of 2 to \(mostShares), or 1 of 1")
    }
    guard (0...15).contains(options.iterationExponent) else {
      throw .parameters("an iteration exponent of \(options.iterationExponent); it must be 0 to 15")
    }
    try requirePrintable(passphrase)
    let identifier = try randomIdentifier(random)
    let cipher = MasterSecretCipher(
      identifier: identifier, isExtendable: options.isExtendable, iterationExponent: options.iterationExponent)
    let encrypted = try cipher.encrypt(secret, passphrase: passphrase)
    return try Polynomials.split(encrypted, threshold: threshold, count: count, random).map { point in
      MnemonicShare(
        ShareHeader(
          identifier: identifier, isExtendable: options.isExtendable, iterationExponent: options.iterationExponent,
          groupIndex: 0, groupThreshold: 1, groupCount: 1, memberIndex: Int(point.x), memberThreshold: threshold),
        SharePoint.copy(point.value))
    }
  }

  /// Gives the secret back. More shares than are needed must agree with the others.
  ///
  /// A wrong passphrase is noticed by nobody: it gives another secret.
  public static func recover(
    _ shares: [MnemonicShare], passphrase: borrowing SecretBytes = SLIP39.nothing()
  ) throws(SharingError) -> SecretBytes {
    guard let first = shares.first?.header else { throw .tooFew(given: 0, needed: 1, what: "shares") }
    try requirePrintable(passphrase)
    try requireOneSet(shares)
    var points: [SharePoint] = []
    var missing: SharingError?
    for group in Set(shares.map(\.header.groupIndex)).sorted() {
      let members = shares.enumerated().filter { $0.element.header.groupIndex == group }
      let needed = members.first?.element.header.memberThreshold ?? 1
      guard members.count >= needed else {
        missing = missing ?? .tooFew(given: members.count, needed: needed, what: "shares")
        continue
      }
      let secret = try Polynomials.recover(
        members.map { (number: $0.offset + 1, point: $0.element.point) }, threshold: needed)
      points.append(SharePoint(x: UInt8(group), value: secret))
    }
    guard points.count >= first.groupThreshold else {
      if first.groupCount == 1, let missing { throw missing }
      throw .tooFew(given: points.count, needed: first.groupThreshold, what: "complete groups")
    }
    let encrypted = try Polynomials.recover(
      points.map { (number: nil, point: $0) }, threshold: first.groupThreshold)
    return try MasterSecretCipher(
      identifier: first.identifier, isExtendable: first.isExtendable, iterationExponent: first.iterationExponent
    ).decrypt(encrypted, passphrase: passphrase)
  }

  /// No passphrase.
  public static func nothing() -> SecretBytes { SecretBytes(count: 0) { _ in } }

  /// libcrypto's generator for secrets.
  public static func libcrypto(_ output: UnsafeMutableRawBufferPointer) throws(SharingError) {
    do { try SecureRandom.fill(output) } catch { throw .library("\(error)") }
  }
}

extension SLIP39 {
  private static func requirePrintable(_ passphrase: borrowing SecretBytes) throws(SharingError) {
    guard passphrase.withBytes({ $0.allSatisfy { (0x20...0x7E).contains($0) } }) else {
      throw .parameters("a passphrase with other characters than printable ASCII")
    }
  }

  private static func randomIdentifier(_ random: RandomSource) throws(SharingError) -> UInt16 {
    let bytes = try SecretBytes(count: 2) { output throws(SharingError) in try random(output) }
    return bytes.withBytes { (UInt16($0[0]) << 8 | UInt16($0[1])) & 0x7FFF }
  }

  private static func requireOneSet(_ shares: [MnemonicShare]) throws(SharingError) {
    guard let first = shares.first else { return }
    for (index, share) in shares.enumerated() {
      let header = share.header
      let same = shares[..<index].firstIndex {
        $0.header.groupIndex == header.groupIndex && $0.header.memberIndex == header.memberIndex
      }
      let group = shares[..<index].first { $0.header.groupIndex == header.groupIndex }
      let differences = [
        ("identifier", header.identifier != first.header.identifier),
        ("extendable flag", header.isExtendable != first.header.isExtendable),
        ("iteration exponent", header.iterationExponent != first.header.iterationExponent),
        ("group threshold", header.groupThreshold != first.header.groupThreshold),
        ("group count", header.groupCount != first.header.groupCount),
        ("length", share.value.count != first.value.count),
        ("member threshold", group.map { header.memberThreshold != $0.header.memberThreshold } ?? false),
      ]
      let difference = differences.first { $0.1 }?.0
      if let difference { throw .share(number: index + 1, .otherSet(difference)) }
      if let same { throw .share(number: index + 1, .duplicate(of: same + 1)) }
    }
  }
}

extension MnemonicShare {
  fileprivate var point: SharePoint { SharePoint(x: UInt8(header.memberIndex), value: SharePoint.copy(value)) }
}

/// Splitting with a digest, so that shares which were altered are noticed.
private enum Polynomials {
  private static let secretPlace: UInt8 = 255
  private static let digestPlace: UInt8 = 254
  private static let digestLength = 4

  static func split(
    _ secret: borrowing SecretBytes, threshold: Int, count: Int, _ random: SLIP39.RandomSource
  ) throws(SharingError) -> [SharePoint] {
    let length = secret.count
    guard threshold > 1 else { return (0..<count).map { SharePoint(x: UInt8($0), value: SharePoint.copy(secret)) } }
    var shares: [SharePoint] = []
    for place in 0..<(threshold - 2) {
      let value = try SecretBytes(count: length) { output throws(SharingError) in try random(output) }
      shares.append(SharePoint(x: UInt8(place), value: value))
    }
    let salt = try SecretBytes(count: length - digestLength) { output throws(SharingError) in try random(output) }
    let digest = try digest(of: secret, salt)
    let base =
      shares + [
        SharePoint(x: digestPlace, value: joined(digest, salt)),
        SharePoint(x: secretPlace, value: SharePoint.copy(secret)),
      ]
    for place in (threshold - 2)..<count { shares.append(SharePoint(interpolating: base, at: UInt8(place))) }
    return shares
  }

  /// - Parameter points: with the numbers of their shares, for messages; at least as many as the threshold.
  static func recover(
    _ points: [(number: Int?, point: SharePoint)], threshold: Int
  ) throws(SharingError) -> SecretBytes {
    let used = points.prefix(threshold).map(\.point)
    let secret = SharePoint(interpolating: used, at: threshold == 1 ? (used.first?.x ?? 0) : secretPlace)
    if threshold > 1 {
      let kept = SharePoint(interpolating: used, at: digestPlace)
      let salt = kept.value.withBytes { bytes in
        SecretBytes(count: bytes.count - digestLength) { output in
          output.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[digestLength...]))
        }
      }
      let expected = joined(try digest(of: secret.value, salt), salt)
      guard expected.isEqual(to: kept.value) else { throw .wrongDigest }
    }
    for (number, point) in points.dropFirst(threshold) {
      let expected = threshold == 1 ? secret : SharePoint(interpolating: used, at: point.x)
      guard expected.value.isEqual(to: point.value) else {
        throw number.map { .share(number: $0, .contradicts) } ?? .wrongDigest
      }
    }
    return SharePoint.copy(secret.value)
  }

  private static func digest(
    of secret: borrowing SecretBytes, _ salt: borrowing SecretBytes
  ) throws(SharingError) -> SecretBytes {
    do throws(CryptographyError) {
      return try secret.withBytes { secret throws(CryptographyError) in
        try salt.withBytes { salt throws(CryptographyError) in
          try SecretBytes(count: 32) { output throws(CryptographyError) in
            try SecretDerivation.hmacSHA256(key: salt, secret, into: output)
          }
        }
      }
    } catch {
      throw .library("\(error)")
    }
  }

  /// The first bytes of a digest, and the salt.
  private static func joined(_ digest: borrowing SecretBytes, _ salt: borrowing SecretBytes) -> SecretBytes {
    digest.withBytes { digest in
      salt.withBytes { salt in
        SecretBytes(count: digestLength + salt.count) { output in
          output.copyMemory(from: UnsafeRawBufferPointer(rebasing: digest.prefix(digestLength)))
          UnsafeMutableRawBufferPointer(rebasing: output[digestLength...]).copyMemory(from: salt)
        }
      }
    }
  }
}
