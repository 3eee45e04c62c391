import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TimestampsAreOfThePastTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(TimestampsAreOfThePast(), subject(.evcp)) == .passes)
  }

  @Test func `fails: a second ahead`() throws {
    #expect(
      try judge(
        TimestampsAreOfThePast(),
        subject(.evcp) {
          $0.set(
            SignedCertificateTimestamps([
              Sample.timestamp(log: 1), Sample.timestamp(log: 2, at: Sample.now.adding(seconds: 1)),
            ]))
        })
        == .fails(["extensions.signedCertificateTimestamps is 1795176001000 ms, must be not after 2026-11-20T12:00:00Z"]
        ))
  }

  @Test func `does not apply: none`() throws {
    #expect(
      try judge(TimestampsAreOfThePast(), subject(.evcp) { $0.remove(SignedCertificateTimestamps.self) })
        == .doesNotApply)
  }
}
