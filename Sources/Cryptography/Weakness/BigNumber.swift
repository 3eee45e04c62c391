internal import COpenSSL
internal import Evidence

/// Owns one `BIGNUM`. Every number here is public, so that nothing need take constant time.
final class BigNumber {
  let pointer: OpaquePointer

  private init(owning pointer: OpaquePointer) { self.pointer = pointer }

  deinit { BN_free(pointer) }

  /// Zero. The corresponding C function is `BN_new`.
  convenience init() throws(CryptographyError) {
    guard let pointer = BN_new() else { throw .library("BN_new") }
    self.init(owning: pointer)
  }

  /// Big-endian. The corresponding C function is `BN_bin2bn`.
  convenience init(_ bytes: [UInt8]) throws(CryptographyError) {
    guard let pointer = BN_bin2bn(bytes, Int32(clamping: bytes.count), nil) else { throw .library("BN_bin2bn") }
    self.init(owning: pointer)
  }

  convenience init(_ word: UInt) throws(CryptographyError) {
    try self.init()
    guard BN_set_word(pointer, word) == 1 else { throw .library("BN_set_word") }
  }

  /// 2 to the power of `exponent`.
  convenience init(powerOfTwo exponent: Int) throws(CryptographyError) {
    try self.init()
    guard BN_set_bit(pointer, Int32(clamping: exponent)) == 1 else { throw .library("BN_set_bit") }
  }

  var bits: Int { Int(BN_num_bits(pointer)) }
  var isZero: Bool { BN_is_zero(pointer) == 1 }
  var isOne: Bool { BN_is_one(pointer) == 1 }
  var isOdd: Bool { BN_is_odd(pointer) == 1 }
  var isNegative: Bool { BN_is_negative(pointer) == 1 }

  /// Decimal. The corresponding C function is `BN_bn2dec`.
  var decimal: String {
    guard let text = BN_bn2dec(pointer) else { return "?" }
    defer { CRYPTO_free(text, #file, #line) }
    return String(cString: text)
  }

  /// Big-endian, without leading zeros.
  var bytes: [UInt8] {
    var output = [UInt8](repeating: 0, count: (bits + 7) / 8)
    BN_bn2bin(pointer, &output)
    return output
  }

  static func == (one: BigNumber, other: BigNumber) -> Bool { BN_cmp(one.pointer, other.pointer) == 0 }
  static func < (one: BigNumber, other: BigNumber) -> Bool { BN_cmp(one.pointer, other.pointer) < 0 }
}

/// What is done with numbers. Owns the `BN_CTX` that libcrypto takes its scratch numbers from: one for each thread.
final class Arithmetic {
  private let context: OpaquePointer

  init() throws(CryptographyError) {
    guard let context = BN_CTX_new() else { throw .library("BN_CTX_new") }
    self.context = context
  }

  deinit { BN_CTX_free(context) }

  func sum(_ one: BigNumber, _ other: BigNumber) throws(CryptographyError) -> BigNumber {
    try result("BN_add") { BN_add($0, one.pointer, other.pointer) }
  }

  func difference(_ one: BigNumber, _ other: BigNumber) throws(CryptographyError) -> BigNumber {
    try result("BN_sub") { BN_sub($0, one.pointer, other.pointer) }
  }

  func product(_ one: BigNumber, _ other: BigNumber) throws(CryptographyError) -> BigNumber {
    try result("BN_mul") { BN_mul($0, one.pointer, other.pointer, context) }
  }

  func square(_ number: BigNumber) throws(CryptographyError) -> BigNumber {
    try result("BN_sqr") { BN_sqr($0, number.pointer, context) }
  }

  func quotient(_ one: BigNumber, _ other: BigNumber) throws(CryptographyError) -> BigNumber {
    try result("BN_div") { BN_div($0, nil, one.pointer, other.pointer, context) }
  }

  func remainder(_ one: BigNumber, _ other: BigNumber) throws(CryptographyError) -> BigNumber {
    try result("BN_div") { BN_div(nil, $0, one.pointer, other.pointer, context) }
  }

  func product(_ one: BigNumber, _ other: BigNumber, modulo: BigNumber) throws(CryptographyError) -> BigNumber {
    try result("BN_mod_mul") { BN_mod_mul($0, one.pointer, other.pointer, modulo.pointer, context) }
  }

  func power(_ base: BigNumber, _ exponent: BigNumber) throws(CryptographyError) -> BigNumber {
    try result("BN_exp") { BN_exp($0, base.pointer, exponent.pointer, context) }
  }

  func half(_ number: BigNumber) throws(CryptographyError) -> BigNumber {
    try result("BN_rshift1") { BN_rshift1($0, number.pointer) }
  }

  func commonDivisor(_ one: BigNumber, _ other: BigNumber) throws(CryptographyError) -> BigNumber {
    try result("BN_gcd") { BN_gcd($0, one.pointer, other.pointer, context) }
  }

  /// Fermat's test to base 2, and only for the rare number that passes it a test that none is known to fool.
  ///
  /// The corresponding C functions are `BN_mod_exp_mont_word` and `BN_check_prime`.
  func isPrime(_ odd: BigNumber) throws(CryptographyError) -> Bool {
    let exponent = try difference(odd, try BigNumber(1))
    let power = try result("BN_mod_exp_mont_word") {
      BN_mod_exp_mont_word($0, 2, exponent.pointer, odd.pointer, context, nil)
    }
    guard power.isOne else { return false }
    let verdict = BN_check_prime(odd.pointer, context, nil)
    guard verdict >= 0 else { throw .library("BN_check_prime") }
    return verdict == 1
  }

  /// The integer root of degree `degree` of a number above 1, rounded down: Newton's method from above.
  func root(_ number: BigNumber, degree: Int) throws(CryptographyError) -> BigNumber {
    let k = try BigNumber(UInt(degree))
    let below = try BigNumber(UInt(degree - 1))
    var guess =
      degree == 2 && number.bits > 64
      ? try squareRootFromAbove(number) : try BigNumber(powerOfTwo: (number.bits + degree - 1) / degree)
    while true {
      let divisor = degree == 2 ? guess : try power(guess, below)
      let step = try quotient(number, divisor)
      let scaled = degree == 2 ? guess : try product(guess, below)
      let next = try quotient(try sum(scaled, step), k)
      guard next < guess else { return guess }
      guess = next
    }
  }

  /// No less than the square root, and right in its first bits, which spares half of Newton's steps.
  private func squareRootFromAbove(_ number: BigNumber) throws(CryptographyError) -> BigNumber {
    let shift = (number.bits - 51) / 2 * 2
    let top = try result("BN_rshift") { BN_rshift($0, number.pointer, Int32(clamping: shift)) }
    let root = try BigNumber(UInt(Double(BN_get_word(top.pointer)).squareRoot()) + 2)
    return try result("BN_lshift") { BN_lshift($0, root.pointer, Int32(clamping: shift / 2)) }
  }

  private func result(
    _ function: String, _ compute: (OpaquePointer) -> Int32
  ) throws(CryptographyError) -> BigNumber {
    let number = try BigNumber()
    guard compute(number.pointer) == 1 else { throw .library(function) }
    return number
  }
}
