public import DER

/// A time of X.509 with the ASN.1 type that carries it; RFC 5280, 4.1.2.5: seconds, UTC, no fractions.
public struct Time: Sendable, Hashable {
  public enum Encoding: Sendable, Hashable {
    case utcTime, generalizedTime
  }

  public let encoding: Encoding
  /// Seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public let secondsSinceEpoch: Int64

  /// With the type that RFC 5280 requires, if none is given; nil where the type cannot carry the year.
  public init?(secondsSinceEpoch: Int64, encoding: Encoding? = nil) {
    let year = CalendarTime(secondsSinceEpoch: secondsSinceEpoch).year
    let encoding = encoding ?? (Time.utcYears.contains(year) ? .utcTime : .generalizedTime)
    guard (encoding == .utcTime ? Time.utcYears : 0...9999).contains(year) else { return nil }
    self.encoding = encoding
    self.secondsSinceEpoch = secondsSinceEpoch
  }

  /// UTCTime through 2049 and GeneralizedTime from 2050 on (RFC 5280, 4.1.2.5).
  public var isEncodedAsRFC5280Requires: Bool {
    let year = CalendarTime(secondsSinceEpoch: secondsSinceEpoch).year
    return encoding == (Time.utcYears.contains(year) ? .utcTime : .generalizedTime)
  }

  /// 99991231235959Z: no well-defined end (RFC 5280, 4.1.2.5).
  public var isIndefinite: Bool { secondsSinceEpoch == 253_402_300_799 }

  static let utcYears: ClosedRange<Int64> = 1950...2049
}

extension Time: CustomStringConvertible {
  /// RFC 3339 in UTC.
  public var description: String { CalendarTime(secondsSinceEpoch: secondsSinceEpoch).description }
}

extension Time: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    let start = reader
    encoding = reader.next(is: .utcTime) ? .utcTime : .generalizedTime
    let content = try reader.primitive(encoding == .utcTime ? .utcTime : .generalizedTime)
    guard let seconds = Time.seconds(content, encoding) else {
      let required = encoding == .utcTime ? "YYMMDDhhmmssZ" : "YYYYMMDDhhmmssZ"
      throw start.error(.badTime, found: "another form, or no such time", required: required)
    }
    secondsSinceEpoch = seconds
  }

  private static func seconds(_ content: ArraySlice<UInt8>, _ encoding: Encoding) -> Int64? {
    guard content.last == UInt8(ascii: "Z") else { return nil }
    var digits: [Int64] = []
    for byte in content.dropLast() {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      digits.append(Int64(byte - UInt8(ascii: "0")))
    }
    if encoding == .utcTime {
      guard digits.count == 12 else { return nil }
      digits.insert(contentsOf: digits[0] >= 5 ? [1, 9] : [2, 0], at: 0)
    }
    guard digits.count == 14 else { return nil }
    func pair(_ index: Int) -> Int64 { digits[index] * 10 + digits[index + 1] }
    return CalendarTime(
      year: pair(0) * 100 + pair(2), month: pair(4), day: pair(6), hour: pair(8), minute: pair(10), second: pair(12)
    ).secondsSinceEpoch
  }

  public func write(to writer: inout DERWriter) {
    let text = CalendarTime(secondsSinceEpoch: secondsSinceEpoch).compact
    switch encoding {
    case .utcTime: writer.primitive(.utcTime, Array(text.utf8.dropFirst(2)))
    case .generalizedTime: writer.primitive(.generalizedTime, Array(text.utf8))
    }
  }
}

/// From the first to the last second, both included (RFC 5280, 4.1.2.5).
public struct Validity: Sendable, Hashable {
  public let notBefore: Time
  public let notAfter: Time

  public init(notBefore: Time, notAfter: Time) {
    self.notBefore = notBefore
    self.notAfter = notAfter
  }

  public func contains(secondsSinceEpoch seconds: Int64) -> Bool {
    notBefore.secondsSinceEpoch <= seconds && seconds <= notAfter.secondsSinceEpoch
  }
}

extension Validity: DERCodable {
  public init(from reader: inout DERReader) throws(DERError) {
    self = try reader.sequence { reader throws(DERError) in
      Validity(notBefore: try reader.read(Time.self, "notBefore"), notAfter: try reader.read(Time.self, "notAfter"))
    }
  }

  public func write(to writer: inout DERWriter) {
    writer.sequence { writer in
      writer.write(notBefore)
      writer.write(notAfter)
    }
  }
}
