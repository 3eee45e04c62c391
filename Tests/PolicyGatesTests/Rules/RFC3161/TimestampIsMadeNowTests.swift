import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TimestampIsMadeNowTests {
  @Test func `passes: the second of now, with the unit's accuracy`() throws {
    #expect(try judge(TimestampIsMadeNow(), timestamp()) == .passes)
    let later = Instant(seconds: Sample.now.seconds, nanoseconds: 900_000_000)
    #expect(try judge(TimestampIsMadeNow(), timestamp { $0.now = later }) == .passes)
  }

  @Test(arguments: [-1, 1]) func `fails: a second before or after`(seconds: Int64) throws {
    let wrong = Sample.now.adding(seconds: seconds)
    #expect(
      try judge(TimestampIsMadeNow(), timestamp { $0.genTime = wrong.seconds })
        == .fails(["timestamp.genTime is \(wrong), must be \(Sample.now)"]))
  }

  @Test func `fails: a better accuracy than the unit's, none, or a claim of order`() throws {
    #expect(
      try judge(TimestampIsMadeNow(), timestamp { $0.accuracy = TimestampAccuracy(seconds: 0, milliseconds: 5) })
        == .fails(["timestamp.accuracy is 0 s, must be 1 s"]))
    #expect(
      try judge(TimestampIsMadeNow(), timestamp { $0.accuracy = nil })
        == .fails(["timestamp.accuracy is absent, must be 1 s"]))
    #expect(
      try judge(TimestampIsMadeNow(), timestamp { $0.ordering = true })
        == .fails(["timestamp.ordering is true, must be absent"]))
  }

  @Test func `does not apply: a TSTInfo that cannot be read, which another rule refuses`() throws {
    #expect(try judge(TimestampIsMadeNow(), timestamp { $0.content = [0x30, 0] }) == .doesNotApply)
    #expect(try !evaluate(timestamp { $0.content = [0x30, 0] }).admits)
  }
}
