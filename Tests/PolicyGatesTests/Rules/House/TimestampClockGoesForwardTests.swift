import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TimestampClockGoesForwardTests {
  @Test func `passes: now is that of the last token, or later`() throws {
    #expect(try judge(TimestampClockGoesForward(), timestamp()) == .passes)
    #expect(
      try judge(TimestampClockGoesForward(), timestamp { $0.last = Sample.now.adding(seconds: -1) }) == .passes)
  }

  @Test func `fails: the clock was set back by a moment`() throws {
    let last = Instant(seconds: Sample.now.seconds, nanoseconds: 1)
    #expect(
      try judge(TimestampClockGoesForward(), timestamp { $0.last = last })
        == .fails(["clock is \(Sample.now), must be \(last) or later"]))
  }

  @Test func `does not apply: the unit's first token`() throws {
    #expect(try judge(TimestampClockGoesForward(), timestamp { $0.last = nil }) == .doesNotApply)
  }
}
