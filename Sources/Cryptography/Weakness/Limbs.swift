/// A natural number as 64-bit words, the least significant first: for remainders by small numbers, which libcrypto takes
/// a copy of the number for.
struct Limbs: Sendable {
  let words: [UInt64]

  /// Big-endian bytes.
  init(_ bytes: [UInt8]) {
    var words: [UInt64] = []
    words.reserveCapacity(bytes.count / 8 + 1)
    var end = bytes.count
    while end > 0 {
      let start = max(0, end - 8)
      words.append(bytes[start..<end].reduce(0) { $0 << 8 | UInt64($1) })
      end = start
    }
    self.words = words
  }

  /// `divisor` is above 0.
  func remainder(_ divisor: UInt64) -> UInt64 {
    // Each remainder is below the divisor, so that no quotient overflows.
    words.reversed().reduce(0) { divisor.dividingFullWidth(($0, $1)).remainder }
  }
}

/// Arithmetic on numbers of a machine word.
enum SmallNumbers {
  /// All primes up to 65537.
  static let primes: [UInt64] = {
    var isComposite = [Bool](repeating: false, count: 65538)
    var primes: [UInt64] = []
    for candidate in 2..<isComposite.count where !isComposite[candidate] {
      primes.append(UInt64(candidate))
      for multiple in stride(from: candidate * candidate, to: isComposite.count, by: candidate) {
        isComposite[multiple] = true
      }
    }
    return primes
  }()

  /// `modulus` is above 1 and below 2^32.
  static func power(_ base: UInt64, _ exponent: UInt64, modulo modulus: UInt64) -> UInt64 {
    var result: UInt64 = 1
    var square = base % modulus
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = result * square % modulus }
      square = square * square % modulus
      rest >>= 1
    }
    return result
  }
}
