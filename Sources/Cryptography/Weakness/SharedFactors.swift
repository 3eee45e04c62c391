internal import COpenSSL
public import Evidence

/// Two moduli that share a prime give both keys away: to whoever computes their greatest common divisor.
public enum SharedFactors {
  /// What a modulus has in common with other ones; nil where that is nothing. The same modulus again is the same key,
  /// and no matter of this.
  ///
  /// One multiplication for each other modulus, and one greatest common divisor for all. All are big-endian.
  public static func weakness(
    of modulus: [UInt8], among others: some Sequence<[UInt8]>
  ) throws(CryptographyError) -> KeyWeakness? {
    let n = try BigNumber(modulus)
    guard n.bits > 1 else { return nil }
    let arithmetic = try Arithmetic()
    var product = try BigNumber(1)
    var candidates: [[UInt8]] = []
    for other in others {
      let number = try BigNumber(other)
      guard !(number == n), number.bits > 1 else { continue }
      product = try arithmetic.product(product, number, modulo: n)
      candidates.append(other)
    }
    guard !(try arithmetic.commonDivisor(product, n)).isOne else { return nil }
    for other in candidates {
      let factor = try arithmetic.commonDivisor(try BigNumber(other), n)
      guard factor.isOne else {
        let digest = Hash.digest(other, .sha256)
        return KeyWeakness(
          .sharedFactor, evidence: "a factor of \(factor.bits) bits shared with the modulus of SHA-256 \(digest.hex)")
      }
    }
    return nil
  }
}
