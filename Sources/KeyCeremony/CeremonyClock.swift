internal import CommandLineTools
internal import Evidence
internal import Glibc

/// The machine's two clocks: the time of day, which can be set, and one that only runs.
struct CeremonyClock: Sendable {
  let now: @Sendable () -> Instant
  /// Nanoseconds since the machine started, sleep included. The corresponding C constant is `CLOCK_BOOTTIME`.
  let monotonic: @Sendable () -> Int64

  static let system = CeremonyClock(now: SystemClock.now) {
    var time = timespec()
    clock_gettime(CLOCK_BOOTTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// Compares the two clocks from record to record: the times of a transcript are worth nothing where one was set meanwhile.
struct ClockWatch: Sendable {
  /// Seconds that the clocks may drift apart between two records.
  static let tolerance = 5.0

  private var last: (now: Instant, monotonic: Int64)?

  /// Seconds that the time of day jumped since the last look, where that is more than the tolerance.
  mutating func jump(now: Instant, monotonic: Int64) -> Double? {
    defer { last = (now, monotonic) }
    guard let last else { return nil }
    let day =
      Double(now.seconds) - Double(last.now.seconds)
      + (Double(now.nanoseconds) - Double(last.now.nanoseconds)) / 1e9
    let difference = day - (Double(monotonic) - Double(last.monotonic)) / 1e9
    return abs(difference) > ClockWatch.tolerance ? difference : nil
  }
}
