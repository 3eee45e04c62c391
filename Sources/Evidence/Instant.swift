/// A point in UTC. The gates receive the time as evidence; nothing in them reads a clock.
public struct Instant: Sendable, Hashable {
  /// Whole seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public let seconds: Int64
  /// 0 to 999,999,999.
  public let nanoseconds: Int32

  /// Nanoseconds outside 0 to 999,999,999 are brought into that range.
  public init(seconds: Int64, nanoseconds: Int32 = 0) {
    self.seconds = seconds
    self.nanoseconds = min(max(nanoseconds, 0), 999_999_999)
  }

  /// The instant this many seconds later; it stops at the ends of the range and never traps.
  public func adding(seconds more: Int64) -> Instant {
    let (sum, overflow) = seconds.addingReportingOverflow(more)
    guard overflow else { return Instant(seconds: sum, nanoseconds: nanoseconds) }
    return Instant(seconds: more < 0 ? .min : .max, nanoseconds: nanoseconds)
  }
}

extension Instant: Comparable {
  public static func < (left: Instant, right: Instant) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

extension Instant: CustomStringConvertible {
  /// RFC 3339 in UTC: `2026-11-20T12:00:00Z`, with a fraction only where there is one.
  public var description: String {
    let day = seconds.quotientRoundingDown(86400)
    // The product may pass the end of the range; the difference does not.
    let second = seconds &- day &* 86400
    let date = CivilDate(daysSinceEpoch: day)
    let clock = [second / 3600, second / 60 % 60, second % 60].map { pad($0, 2) }.joined(separator: ":")
    let fraction = nanoseconds == 0 ? "" : "." + trimZeros(pad(Int64(nanoseconds), 9))
    return "\(pad(date.year, 4))-\(pad(date.month, 2))-\(pad(date.day, 2))T\(clock)\(fraction)Z"
  }

  /// Reads `YYYY-MM-DD` (midnight) or `YYYY-MM-DDThh:mm:ss[.f]Z`; nothing else, and no impossible date.
  public init?(_ text: String) {
    let parts = Array(text.utf8)
    guard parts.count >= 10, parts[4] == UInt8(ascii: "-"), parts[7] == UInt8(ascii: "-"),
      let year = number(parts[0..<4]), let month = number(parts[5..<7]), let day = number(parts[8..<10]),
      let days = CivilDate(year: year, month: month, day: day).daysSinceEpoch
    else { return nil }
    guard parts.count > 10 else {
      self.init(seconds: days * 86400)
      return
    }
    guard parts.count >= 20, parts[10] == UInt8(ascii: "T"), parts.last == UInt8(ascii: "Z"),
      parts[13] == UInt8(ascii: ":"), parts[16] == UInt8(ascii: ":"),
      let hour = number(parts[11..<13]), let minute = number(parts[14..<16]), let second = number(parts[17..<19]),
      hour < 24, minute < 60, second < 60, let fraction = Instant.fraction(parts[19..<(parts.count - 1)])
    else { return nil }
    self.init(seconds: days * 86400 + hour * 3600 + minute * 60 + second, nanoseconds: fraction)
  }

  private static func fraction(_ text: ArraySlice<UInt8>) -> Int32? {
    guard let point = text.first else { return 0 }
    let digits = text.dropFirst()
    guard point == UInt8(ascii: "."), (1...9).contains(digits.count), var value = number(digits) else { return nil }
    for _ in digits.count..<9 { value *= 10 }
    return Int32(value)
  }
}

/// A day of the proleptic Gregorian calendar.
public struct CivilDate: Sendable, Hashable {
  public let year: Int64
  public let month: Int64
  public let day: Int64

  public init(year: Int64, month: Int64, day: Int64) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// Days since 1970-01-01. The range is limited so that no arithmetic can overflow.
  public init(daysSinceEpoch: Int64) {
    let shifted = min(max(daysSinceEpoch, -1_000_000_000), 1_000_000_000) + 719_468
    let era = shifted.quotientRoundingDown(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01, or nil where there is no such day in the years 0 to 9999.
  public var daysSinceEpoch: Int64? {
    guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear.quotientRoundingDown(400)
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    return CivilDate(daysSinceEpoch: days) == self ? days : nil
  }
}

extension Int64 {
  fileprivate func quotientRoundingDown(_ divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

private func number(_ digits: ArraySlice<UInt8>) -> Int64? {
  var value: Int64 = 0
  for digit in digits {
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
    value = value * 10 + Int64(digit - UInt8(ascii: "0"))
  }
  return value
}

private func pad(_ value: Int64, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}

private func trimZeros(_ text: String) -> String {
  var text = text
  while text.hasSuffix("0") { text.removeLast() }
  return text
}
