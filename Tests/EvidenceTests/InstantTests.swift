import Evidence
import Testing

@Suite struct InstantTests {
  @Test(arguments: [Int64.min, .max, .min + 86_399, 0]) func `the ends of the range have a spelling`(_ seconds: Int64) {
    // `adding` stops at the ends, and a finding spells the result.
    #expect(Instant(seconds: seconds).description.hasSuffix("Z"))
    #expect(Instant(seconds: seconds).adding(seconds: seconds).description.hasSuffix("Z"))
  }
}
