import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TimestampsAreOfDistinctLogsTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(TimestampsAreOfDistinctLogs(), subject(.evcp)) == .passes)
  }

  @Test func `fails: one log twice`() throws {
    #expect(
      try judge(
        TimestampsAreOfDistinctLogs(),
        subject(.evcp) {
          $0.set(
            SignedCertificateTimestamps([Sample.timestamp(log: 1), Sample.timestamp(log: 2), Sample.timestamp(log: 1)]))
        })
        == .fails([
          "extensions.signedCertificateTimestamps is log 0101010101010101010101010101010101010101010101010101010101010101 more than once, must be distinct logs"
        ]))
  }

  @Test func `does not apply: none`() throws {
    #expect(
      try judge(TimestampsAreOfDistinctLogs(), subject(.evcp) { $0.remove(SignedCertificateTimestamps.self) })
        == .doesNotApply)
  }
}
