/// Keys of Infineon's RSALib (CVE-2017-15361): their primes, and so their moduli, are powers of 65537 modulo the product
/// of the first primes.
enum ROCAFingerprint {
  private struct Group: Sendable {
    let prime: UInt64
    /// The exponent of each remainder that is a power of 65537; nil for the others.
    let exponents: [UInt64?]
    let order: UInt64
  }

  private static let groups: [Group] = SmallNumbers.primes.prefix { $0 <= 167 }.map { prime in
    var exponents = [UInt64?](repeating: nil, count: Int(prime))
    var power: UInt64 = 1 % prime
    var order: UInt64 = 0
    while exponents[Int(power)] == nil {
      exponents[Int(power)] = order
      order += 1
      power = power * (65537 % prime) % prime
    }
    return Group(prime: prime, exponents: exponents, order: order)
  }

  /// The exponent, where there is one for all primes together: by chance once in 2^158.
  static func exponent(of modulus: Limbs) -> UInt64? {
    // Each power of 65537 that solves the primes so far is `solution` plus a multiple of `period`. All periods divide
    // the order of 65537 modulo the product, which has 62 bits.
    var solution: UInt64 = 0
    var period: UInt64 = 1
    for group in groups {
      guard let wanted = group.exponents[Int(modulus.remainder(group.prime))] else { return nil }
      var steps: UInt64 = 0
      while solution % group.order != wanted {
        solution += period
        steps += 1
        guard steps < group.order else { return nil }
      }
      period = period / commonDivisor(period, group.order) * group.order
      solution %= period
    }
    return solution
  }

  private static func commonDivisor(_ one: UInt64, _ other: UInt64) -> UInt64 {
    other == 0 ? one : commonDivisor(other, one % other)
  }
}
