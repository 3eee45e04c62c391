public import Evidence

/// How much a client may ask for.
public struct RateLimits: Sendable, Hashable {
  public let perMinute: Int
  public let burst: Int
  /// Signatures, or whatever the caller counts, in a day of UTC; nil for no quota.
  public let perDay: Int?

  /// Numbers are brought into 1 to 1,000,000; a quota is at least 0.
  public init(perMinute: Int, burst: Int, perDay: Int? = nil) {
    self.perMinute = min(max(perMinute, 1), 1_000_000)
    self.burst = min(max(burst, 1), 1_000_000)
    self.perDay = perDay.map { max($0, 0) }
  }
}

/// A token bucket and a daily count for each client. Values in, values out; it holds one line for each name it was
/// asked for, so ask only for clients that are registered.
public struct RateLimiter: Sendable {
  public enum Verdict: Sendable, Hashable {
    case admitted
    /// Seconds until one more request has a chance; for `Retry-After`.
    case wait(seconds: Int64)
    /// The day's quota is used up.
    case exhausted(seconds: Int64)
  }

  private struct Line {
    /// Requests times `unit`.
    var level: Int64
    var at: Instant
    var day: Int64
    var used: Int64
  }

  /// What one request costs: a minute in nanoseconds, so that each nanosecond gives back `perMinute`.
  private static let unit: Int64 = 60_000_000_000
  private var lines: [String: Line] = [:]

  public init() {}

  /// Takes one request of `client`, where it is admitted.
  public mutating func admit(_ client: String, limits: RateLimits, now: Instant) -> Verdict {
    var line = line(client, limits, now)
    defer { lines[client] = line }
    guard line.level >= RateLimiter.unit else {
      let nanoseconds = (RateLimiter.unit - line.level) / Int64(limits.perMinute)
      return .wait(seconds: max(1, (nanoseconds + 999_999_999) / 1_000_000_000))
    }
    line.level -= RateLimiter.unit
    return .admitted
  }

  /// What `admit` would say, with nothing taken.
  public func standing(_ client: String, limits: RateLimits, now: Instant) -> Verdict {
    var copy = RateLimiter()
    copy.lines[client] = lines[client]
    return copy.admit(client, limits: limits, now: now)
  }

  /// How many names have a line.
  var count: Int { lines.count }

  func knows(_ client: String) -> Bool { lines[client] != nil }

  /// Forgets names whose next request is as good as their first.
  mutating func forgetRested(limits: RateLimits, now: Instant) {
    let full = Int64(limits.burst) * RateLimiter.unit
    lines = lines.filter { name, _ in line(name, limits, now).level < full }
  }

  /// Takes `amount` from the client's quota of the day; nothing where it is not admitted.
  public mutating func charge(_ client: String, amount: Int, limits: RateLimits, now: Instant) -> Verdict {
    var line = line(client, limits, now)
    defer { lines[client] = line }
    let (sum, overflow) = line.used.addingReportingOverflow(Int64(max(amount, 0)))
    if let quota = limits.perDay, overflow || sum > Int64(quota) {
      return .exhausted(seconds: RateLimiter.secondsLeft(now))
    }
    line.used = overflow ? .max : sum
    return .admitted
  }

  /// What is known from elsewhere of the day's quota, such as from before a restart: never less than that is used.
  public mutating func raise(_ client: String, to used: Int64, limits: RateLimits, now: Instant) {
    var line = line(client, limits, now)
    line.used = max(line.used, used)
    lines[client] = line
  }

  /// Gives back what was charged today and not used.
  public mutating func giveBack(_ client: String, amount: Int, limits: RateLimits, now: Instant) {
    var line = line(client, limits, now)
    let (left, overflow) = line.used.subtractingReportingOverflow(Int64(max(amount, 0)))
    line.used = overflow ? 0 : max(0, left)
    lines[client] = line
  }

  /// The client's line, filled up to now.
  private func line(_ client: String, _ limits: RateLimits, _ now: Instant) -> Line {
    let full = Int64(limits.burst) * RateLimiter.unit
    let today = RateLimiter.day(now)
    var line = lines[client] ?? Line(level: full, at: now, day: today, used: 0)
    line.level = min(full, line.level + RateLimiter.refill(from: line.at, to: now, perMinute: limits.perMinute, full))
    // A clock that was set back refills nothing, and waits for no time that already passed.
    line.at = max(line.at, now)
    if today > line.day { (line.day, line.used) = (today, 0) }
    return line
  }

  private static func refill(from before: Instant, to now: Instant, perMinute: Int, _ full: Int64) -> Int64 {
    guard now > before else { return 0 }
    let seconds = now.seconds.subtractingReportingOverflow(before.seconds)
    // The longest that any bucket takes to fill: 1,000,000 at one a minute.
    guard !seconds.overflow, seconds.partialValue <= 60_000_000 else { return full }
    let nanoseconds = seconds.partialValue * 1_000_000_000 + Int64(now.nanoseconds) - Int64(before.nanoseconds)
    let (product, overflow) = nanoseconds.multipliedReportingOverflow(by: Int64(perMinute))
    return overflow ? full : min(product, full)
  }

  private static func day(_ now: Instant) -> Int64 { now.seconds / 86_400 }

  private static func secondsLeft(_ now: Instant) -> Int64 { max(1, 86_400 - now.seconds % 86_400) }
}
