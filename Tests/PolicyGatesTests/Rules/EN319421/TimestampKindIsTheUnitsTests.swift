import DER
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TimestampKindIsTheUnitsTests {
  @Test func `passes: no claim, or that of a qualified unit`() throws {
    #expect(try judge(TimestampKindIsTheUnits(), timestamp()) == .passes)
    #expect(
      try judge(
        TimestampKindIsTheUnits(),
        timestamp {
          $0.isQualified = true
          $0.extensions = [Extension(SampleTimestamp.claim, critical: false)]
        }) == .passes)
  }

  @Test func `fails: a claim without a qualified unit, a qualified unit without one, or a critical one`() throws {
    #expect(
      try judge(
        TimestampKindIsTheUnits(), timestamp { $0.extensions = [Extension(SampleTimestamp.claim, critical: false)] })
        == .fails(["timestamp.extensions is 1.3.6.1.5.5.7.1.3, must be none"]))
    let required = "must be the statement of a qualified time stamp alone"
    #expect(
      try judge(TimestampKindIsTheUnits(), timestamp { $0.isQualified = true })
        == .fails(["timestamp.extensions is none, \(required)"]))
    #expect(
      try judge(
        TimestampKindIsTheUnits(),
        timestamp {
          $0.isQualified = true
          $0.extensions = [Extension(SampleTimestamp.claim, critical: true)]
        }) == .fails(["timestamp.extensions is 1.3.6.1.5.5.7.1.3, \(required)"]))
  }

  @Test func `does not apply: a TSTInfo that cannot be read, which another rule refuses`() throws {
    #expect(try judge(TimestampKindIsTheUnits(), timestamp { $0.content = [0x30, 0] }) == .doesNotApply)
    #expect(try !evaluate(timestamp { $0.content = [0x30, 0] }).admits)
  }
}
