internal import Evidence

/// Wiener's method: where the private exponent has less than a quarter of the modulus's bits, it stands among the
/// denominators of the continued fraction of e/n.
enum PrivateExponent {
  /// Longer moduli would take too long; so long an exponent is refused by its range.
  private static let mostBits = 8192

  static func weakness(
    _ n: BigNumber, _ exponent: [UInt8], _ arithmetic: Arithmetic
  ) throws(CryptographyError) -> KeyWeakness? {
    let e = try BigNumber(exponent)
    // A short private exponent makes the public one about as long as the modulus.
    guard e.bits > n.bits / 2, e < n, n.bits <= mostBits else { return nil }
    let (zero, one) = (try BigNumber(), try BigNumber(1))
    var (x, y) = (e, n)
    var (numerator, previousNumerator) = (one, zero)
    var (denominator, previousDenominator) = (zero, one)
    while !y.isZero, denominator.bits <= n.bits / 4 + 2 {
      let quotient = try arithmetic.quotient(x, y)
      (x, y) = (y, try arithmetic.remainder(x, y))
      (numerator, previousNumerator) = (
        try arithmetic.sum(try arithmetic.product(quotient, numerator), previousNumerator), numerator
      )
      (denominator, previousDenominator) = (
        try arithmetic.sum(try arithmetic.product(quotient, denominator), previousDenominator), denominator
      )
      if try isExponent(denominator, numerator, e, n, arithmetic) {
        return KeyWeakness(
          .smallPrivateExponent, evidence: "a private exponent of \(denominator.bits) bits, found by Wiener's method")
      }
    }
    return nil
  }

  /// Whether `e·d = 1 + k·phi` for a phi that gives two whole primes: their sum is n + 1 - phi, and the square of half
  /// their difference is that of half the sum, less n.
  private static func isExponent(
    _ d: BigNumber, _ k: BigNumber, _ e: BigNumber, _ n: BigNumber, _ arithmetic: Arithmetic
  ) throws(CryptographyError) -> Bool {
    guard !k.isZero else { return false }
    let one = try BigNumber(1)
    let phi = try arithmetic.quotient(try arithmetic.product(e, d), k)
    let sum = try arithmetic.sum(try arithmetic.difference(n, phi), one)
    guard !sum.isNegative, !sum.isOdd, !sum.isZero else { return false }
    let square = try arithmetic.difference(try arithmetic.square(try arithmetic.half(sum)), n)
    guard !square.isNegative, square.bits > 1 else { return false }
    let root = try arithmetic.root(square, degree: 2)
    return try arithmetic.square(root) == square
  }
}
