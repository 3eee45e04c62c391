/// Date and time of the proleptic Gregorian calendar in UTC. Evidence has a calendar too; this module may not see it.
struct CalendarTime: Hashable {
  let year, month, day, hour, minute, second: Int64
}

extension CalendarTime {
  private static let daysToEpoch: Int64 = 719_468

  init(secondsSinceEpoch: Int64) {
    // Years 0 to 9999 with room to spare, so that no arithmetic can overflow.
    let seconds = min(max(secondsSinceEpoch, -1 << 40), 1 << 40)
    let days = floorDivide(seconds, 86400)
    let clock = seconds - days * 86400
    // Years that begin in March put the leap day last; 146,097 days make 400 years.
    let shifted = days + Self.daysToEpoch
    let era = floorDivide(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    hour = clock / 3600
    minute = clock / 60 % 60
    second = clock % 60
  }

  /// Nil where there is no such time in the years 0 to 9999.
  var secondsSinceEpoch: Int64? {
    guard (0...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
      (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    let marchYear = month <= 2 ? year - 1 : year
    let era = floorDivide(marchYear, 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let days = era * 146_097 + dayOfEra - Self.daysToEpoch
    let seconds = days * 86400 + hour * 3600 + minute * 60 + second
    // A day past the end of its month comes back as another day.
    return CalendarTime(secondsSinceEpoch: seconds) == self ? seconds : nil
  }

  /// `YYYYMMDDhhmmssZ`
  var compact: String { pad(year, 4) + [month, day, hour, minute, second].map { pad($0, 2) }.joined() + "Z" }

  /// `YYYY-MM-DDThh:mm:ssZ`
  var description: String {
    let clock = [hour, minute, second].map { pad($0, 2) }.joined(separator: ":")
    return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))T\(clock)Z"
  }
}

private func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
  return remainder < 0 ? quotient - 1 : quotient
}

private func pad(_ value: Int64, _ width: Int) -> String {
  let text = String(value)
  return String(repeating: "0", count: max(0, width - text.count)) + text
}
