/// Division by many small primes at once.
///
/// Primes are bundled into moduli below 2^56. A number's remainder by such a modulus is the sum of its words, each times
/// what its place is worth; which primes divide that sum is told by one multiplication each.
struct SmallFactors: Sendable {
  /// For a quick examination: ten times as far as CA/B BR 6.1.6 asks.
  static let upTo8192 = SmallFactors(Array(SmallNumbers.primes.dropFirst().prefix { $0 < 8192 }))
  /// For a thorough one.
  static let upTo65537 = SmallFactors(Array(SmallNumbers.primes.dropFirst()))

  /// Words that one row of the table serves: 4096 bits. Longer numbers are taken in parts.
  private static let width = 64

  private static let limit: UInt64 = (1 << 56) - 1

  private struct Bundle: Sendable {
    let modulus: UInt64
    /// -1/modulus modulo 2^64.
    let negatedInverse: UInt64
    /// 2^4096 modulo the modulus.
    let shift: UInt64
    let primes: Range<Int>
  }

  private struct Prime: Sendable {
    let value: UInt64
    /// 1/value modulo 2^64.
    let inverse: UInt64
    /// The largest multiple of an inverse that a multiple of the prime has.
    let limit: UInt64
  }

  private let bundles: [Bundle]
  private let primes: [Prime]
  /// For each bundle what each of the places is worth.
  private let places: [UInt64]

  /// Odd primes in ascending order.
  init(_ odd: [UInt64]) {
    primes = odd.map { Prime(value: $0, inverse: Self.inverse($0), limit: UInt64.max / $0) }
    var bundles: [Bundle] = []
    var places: [UInt64] = []
    var start = 0
    while start < odd.count {
      var end = start
      var modulus: UInt64 = 1
      while end < odd.count, modulus <= Self.limit / odd[end] {
        modulus *= odd[end]
        end += 1
      }
      var worth = 1 % modulus
      for _ in 0..<Self.width {
        places.append(worth)
        worth = modulus.dividingFullWidth((worth, 0)).remainder
      }
      bundles.append(
        Bundle(
          modulus: modulus, negatedInverse: 0 &- Self.inverse(modulus), shift: worth, primes: start..<end))
      start = end
    }
    self.bundles = bundles
    self.places = places
  }

  /// The primes that divide the number, at most `limit` of them.
  func divisors(of number: Limbs, limit: Int = 8) -> [UInt64] {
    var found: [UInt64] = []
    let words = number.words
    for (index, bundle) in bundles.enumerated() {
      let residue = words.count <= Self.width ? sum(words[...], index, 0) : folded(words, index, bundle)
      let reduced = Self.reduce(residue, bundle)
      for prime in primes[bundle.primes] where reduced &* prime.inverse <= prime.limit {
        found.append(prime.value)
        if found.count == limit { return found }
      }
    }
    return found
  }

  private typealias Wide = (high: UInt64, low: UInt64)

  /// Below 2^127: at most 64 products of 120 bits, and a carry of 120.
  private func sum(_ words: ArraySlice<UInt64>, _ bundle: Int, _ carry: UInt64) -> Wide {
    places.withUnsafeBufferPointer { places in
      words.withUnsafeBufferPointer { words in
        var total: Wide = (0, carry)
        let row = bundle * Self.width
        for index in 0..<words.count {
          let product = words[index].multipliedFullWidth(by: places[row + index])
          let (low, overflow) = total.low.addingReportingOverflow(product.low)
          total.low = low
          total.high = total.high &+ product.high &+ (overflow ? 1 : 0)
        }
        return total
      }
    }
  }

  /// A number of more words than a row has, the most significant part first.
  private func folded(_ words: [UInt64], _ index: Int, _ bundle: Bundle) -> Wide {
    var residue: UInt64 = 0
    var start = (words.count - 1) / Self.width * Self.width
    while true {
      let carried = bundle.modulus.dividingFullWidth(residue.multipliedFullWidth(by: bundle.shift)).remainder
      let part = words[start..<min(words.count, start + Self.width)]
      let total = sum(part, index, carried)
      guard start > 0 else { return total }
      residue = bundle.modulus.dividingFullWidth((total.high % bundle.modulus, total.low)).remainder
      start -= Self.width
    }
  }

  /// Montgomery's reduction: the sum divided by 2^64, modulo the modulus. What divides one divides the other.
  private static func reduce(_ total: Wide, _ bundle: Bundle) -> UInt64 {
    let factor = total.low &* bundle.negatedInverse
    let high = factor.multipliedFullWidth(by: bundle.modulus).high
    return total.high &+ high &+ (total.low == 0 ? 0 : 1)
  }

  /// 1/odd modulo 2^64, by Newton's method: each step doubles the bits that are right.
  private static func inverse(_ odd: UInt64) -> UInt64 {
    var inverse = odd
    for _ in 0..<5 { inverse = inverse &* (2 &- odd &* inverse) }
    return inverse
  }
}
