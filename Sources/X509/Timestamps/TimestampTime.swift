public import DER

/// GeneralizedTime of a time-stamp token: UTC, with a fraction of a second where there is one (RFC 3161, 2.4.2).
public struct TimestampTime: Sendable, Hashable {
  /// Since 1970-01-01T00:00:00Z, leap seconds not counted.
  public let secondsSinceEpoch: Int64
  /// The digits after the point, without zeros at the end; empty for a whole second.
  public let fraction: String

  /// A whole second; nil outside the years 0 to 9999.
  public init?(secondsSinceEpoch: Int64) {
    let seconds = CalendarTime(secondsSinceEpoch: secondsSinceEpoch).secondsSinceEpoch
    guard seconds == secondsSinceEpoch else { return nil }
    self.init(secondsSinceEpoch, fraction: "")
  }

  private init(_ secondsSinceEpoch: Int64, fraction: String) {
    self.secondsSinceEpoch = secondsSinceEpoch
    self.fraction = fraction
  }
}

extension TimestampTime: CustomStringConvertible {
  /// RFC 3339 in UTC.
  public var description: String {
    let text = CalendarTime(secondsSinceEpoch: secondsSinceEpoch).description
    return fraction.isEmpty ? text : "\(text.dropLast()).\(fraction)Z"
  }
}

extension TimestampTime: DERCodable {
  private static let longestFraction = 18

  public init(from reader: inout DERReader) throws(DERError) {
    let start = reader
    guard let time = TimestampTime(content: try reader.primitive(.generalizedTime)) else {
      throw start.error(
        .badTime, found: "another form, or no such time", required: "YYYYMMDDhhmmss[.f]Z, f without a zero at its end")
    }
    self = time
  }

  private init?(content: ArraySlice<UInt8>) {
    guard content.last == UInt8(ascii: "Z") else { return nil }
    let parts = content.dropLast().split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, whole.count == 14,
      let time = try? DERReader.decode(Time.self, TimestampTime.wholeSecond(whole)[...])
    else { return nil }
    var fraction = ""
    if let digits = parts.dropFirst().first {
      // X.690, 11.7.3: at least one digit, and no zero at the end.
      let isDigits = digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard isDigits, digits.count <= Self.longestFraction, let last = digits.last, last != UInt8(ascii: "0") else {
        return nil
      }
      fraction = String(decoding: digits, as: UTF8.self)
    }
    self.init(time.secondsSinceEpoch, fraction: fraction)
  }

  private static func wholeSecond(_ digits: ArraySlice<UInt8>) -> [UInt8] {
    var writer = DERWriter()
    writer.primitive(.generalizedTime, Array(digits) + [UInt8(ascii: "Z")])
    return writer.bytes
  }

  public func write(to writer: inout DERWriter) {
    let text = CalendarTime(secondsSinceEpoch: secondsSinceEpoch).compact
    let whole = fraction.isEmpty ? text : "\(text.dropLast()).\(fraction)Z"
    writer.primitive(.generalizedTime, Array(whole.utf8))
  }
}
