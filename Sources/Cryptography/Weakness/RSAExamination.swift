internal import Evidence

/// Searches an RSA key for what gives its private key away.
struct RSAExamination {
  private let modulus: [UInt8]
  private let exponent: [UInt8]
  private let limbs: Limbs
  private let n: BigNumber
  private let arithmetic: Arithmetic

  /// Both big-endian, without leading zeros.
  init(modulus: [UInt8], exponent: [UInt8]) throws(CryptographyError) {
    self.modulus = modulus
    self.exponent = exponent
    limbs = Limbs(modulus)
    n = try BigNumber(modulus)
    arithmetic = try Arithmetic()
  }

  func weaknesses(_ depth: KeyExamination) throws(CryptographyError) -> [KeyWeakness] {
    let exponents = try exponentWeaknesses()
    guard n.bits > 1 else {
      return exponents + [KeyWeakness(.malformed, evidence: "modulus \(modulus.isEmpty ? 0 : 1)")]
    }
    guard n.isOdd else { return exponents + [KeyWeakness(.evenModulus, evidence: "divisible by 2")] }
    let division = depth == .thorough ? SmallFactors.upTo65537 : SmallFactors.upTo8192
    let factors = division.divisors(of: limbs)
    var found = exponents + ModulusPattern.weaknesses(modulus, exceptBias: !factors.isEmpty)
    if !factors.isEmpty {
      let list = factors.map(String.init).joined(separator: ", ")
      found.append(KeyWeakness(.smallFactor, evidence: "divisible by \(list)"))
    }
    // A key with a small factor is factored; roots and differences of primes say nothing more of it.
    if factors.isEmpty, let weakness = try closeness() { found.append(weakness) }
    if factors.isEmpty, let weakness = try perfectPower() { found.append(weakness) }
    if let power = ROCAFingerprint.exponent(of: limbs) {
      found.append(
        KeyWeakness(.rocaFingerprint, evidence: "65537^\(power) modulo the product of the primes up to 167"))
    }
    if let weakness = try PrivateExponent.weakness(n, exponent, arithmetic) { found.append(weakness) }
    if depth == .thorough, try arithmetic.isPrime(n) {
      found.append(KeyWeakness(.primeModulus, evidence: "a modulus that is a prime number"))
    }
    return found
  }

  private func exponentWeaknesses() throws(CryptographyError) -> [KeyWeakness] {
    let e = try BigNumber(exponent)
    let evidence: String? =
      if e.isZero || e.isOne { "exponent \(e.decimal)" } else if !e.isOdd { "an even exponent" } else if !(e < n) {
        "an exponent not below the modulus"
      } else { nil }
    return evidence.map { [KeyWeakness(.unusableExponent, evidence: $0)] } ?? []
  }

  // MARK: - Fermat

  /// As CA/B BR 6.1.1.3 has it.
  private static let rounds: UInt64 = 100

  /// Moduli by which a square leaves few remainders, and which ones.
  private static let filters: [(modulus: UInt64, isSquare: [Bool])] = ([64, 63, 65, 11, 17, 19, 23, 31] as [UInt64]).map
  {
    modulus in
    var isSquare = [Bool](repeating: false, count: Int(modulus))
    for number in 0..<modulus { isSquare[Int(number * number % modulus)] = true }
    return (modulus, isSquare)
  }

  /// With a from the root of n upwards: where a² - n is a square b², n is (a + b)(a - b).
  private func closeness() throws(CryptographyError) -> KeyWeakness? {
    let root = try arithmetic.root(n, degree: 2)
    if try arithmetic.square(root) == n { return KeyWeakness(.perfectPower, evidence: "the square of a number") }
    let start = try arithmetic.sum(root, try BigNumber(1))
    let low = Limbs(start.bytes)
    // All but one round in a million are told from remainders, without a long number.
    let remainders = Self.filters.map { filter in
      (a: low.remainder(filter.modulus), n: limbs.remainder(filter.modulus), filter: filter)
    }
    for round in 0..<Self.rounds {
      let mayBeSquare = remainders.allSatisfy { item in
        let m = item.filter.modulus
        let a = (item.a + round) % m
        return item.filter.isSquare[Int((a * a + m - item.n) % m)]
      }
      guard mayBeSquare else { continue }
      let a = try arithmetic.sum(start, try BigNumber(UInt(round)))
      let difference = try arithmetic.difference(try arithmetic.square(a), n)
      let b = try arithmetic.root(difference, degree: 2)
      if try arithmetic.square(b) == difference {
        return KeyWeakness(.closePrimes, evidence: "factored by Fermat's method in round \(round + 1)")
      }
    }
    return nil
  }

  // MARK: - Powers

  /// Degrees with, for each, the primes by which only one number in `degree` is a power: those that leave 1.
  private static let degrees: [(degree: Int, primes: [UInt64])] =
    SmallNumbers.primes.prefix { $0 <= 1264 }.dropFirst().map { k in
      let primes = SmallNumbers.primes.lazy.filter { $0 % k == 1 }.prefix(k == 3 ? 12 : k < 12 ? 6 : 3)
      return (Int(k), Array(primes))
    }

  /// Squares are told already, and no factor is below 2^13: so the degree is at most a thirteenth of the bits.
  private func perfectPower() throws(CryptographyError) -> KeyWeakness? {
    for (degree, primes) in Self.degrees.prefix(while: { $0.degree <= n.bits / 13 }) {
      let mayBePower = primes.allSatisfy { prime in
        SmallNumbers.power(limbs.remainder(prime), (prime - 1) / UInt64(degree), modulo: prime) == 1
      }
      guard mayBePower else { continue }
      let root = try arithmetic.root(n, degree: degree)
      if try arithmetic.power(root, try BigNumber(UInt(degree))) == n {
        return KeyWeakness(.perfectPower, evidence: "a number to the power of \(degree)")
      }
    }
    return nil
  }
}

/// Patterns that a modulus made of two random primes has with a probability of nothing.
enum ModulusPattern {
  static func weaknesses(_ modulus: [UInt8], exceptBias: Bool) -> [KeyWeakness] {
    if let byte = repeatedByte(modulus) {
      return [KeyWeakness(.repeatedBytes, evidence: "sixteen bytes \(Hex.encode([byte])) in a row")]
    }
    if let period = repeatedBlock(modulus) {
      return [KeyWeakness(.repeatedBytes, evidence: "the same \(period) bytes again and again")]
    }
    if let weakness = sparse(modulus) { return [weakness] }
    return exceptBias ? [] : uneven(modulus).map { [$0] } ?? []
  }

  private static func repeatedByte(_ modulus: [UInt8]) -> UInt8? {
    var run = 0
    var last: UInt8?
    for byte in modulus {
      run = byte == last ? run + 1 : 1
      last = byte
      if run == 16 { return byte }
    }
    return nil
  }

  /// Thirty-two bytes that equal those so many bytes before them.
  private static func repeatedBlock(_ modulus: [UInt8]) -> Int? {
    modulus.withUnsafeBufferPointer { bytes in
      for period in [2, 3, 4, 5, 6, 7, 8, 12, 16, 20, 24, 32, 48, 64] where bytes.count >= period + 32 {
        var run = 0
        for index in period..<bytes.count {
          run = bytes[index] == bytes[index - period] ? run + 1 : 0
          if run == 32 { return period }
        }
      }
      return nil
    }
  }

  /// Primes that are polynomials of 2^32 or 2^128 with short coefficients leave zeros in the same places of each word
  /// but the lowest.
  private static func sparse(_ modulus: [UInt8]) -> KeyWeakness? {
    guard modulus.count >= 63 else { return nil }
    for width in [4, 16] {
      var used = [UInt8](repeating: 0, count: width)
      let words = Array(modulus.reversed()).dropFirst(width)
      for (index, byte) in words.enumerated() where index < words.count / width * width {
        used[index % width] |= byte
      }
      let run = longestRun(used)
      // Eight bits are zero in eight words by chance less than once in 2^56, in those of 2048 bits once in 2^112.
      if run >= 8, words.count / width >= 8 {
        return KeyWeakness(.sparseModulus, evidence: "\(run) bits are zero in each word of \(width * 8) bits")
      }
    }
    return nil
  }

  /// The most zero bits in a row.
  private static func longestRun(_ bytes: [UInt8]) -> Int {
    var longest = 0
    var run = 0
    for byte in bytes {
      for bit in 0..<8 {
        run = byte >> UInt8(bit) & 1 == 0 ? run + 1 : 0
        longest = max(longest, run)
      }
    }
    return longest
  }

  /// By nine standard deviations.
  private static func uneven(_ modulus: [UInt8]) -> KeyWeakness? {
    let bits = modulus.count * 8
    let ones = modulus.reduce(0) { $0 + $1.nonzeroBitCount }
    let excess = 2 * ones - bits
    // The deviation of twice the ones is the root of the bits.
    guard bits >= 256, excess * excess > 81 * bits else { return nil }
    return KeyWeakness(.unevenBits, evidence: "\(ones) ones among \(bits) bits")
  }
}
