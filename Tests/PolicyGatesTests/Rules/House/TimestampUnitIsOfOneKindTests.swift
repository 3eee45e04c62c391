import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TimestampUnitIsOfOneKindTests {
  @Test func `passes: certificate and configuration claim the same`() throws {
    #expect(try judge(TimestampUnitIsOfOneKind(), timestampUnit()) == .passes)
    #expect(
      try judge(
        TimestampUnitIsOfOneKind(),
        timestampUnit {
          $0.isQualified = true
          $0.certificate.set(SampleTimestamp.claim)
        }) == .passes)
  }

  @Test func `fails: a qualified unit whose certificate does not say so`() throws {
    #expect(
      try judge(TimestampUnitIsOfOneKind(), timestampUnit { $0.isQualified = true })
        == .fails([
          "timestampUnit.certificate.qcStatements is no claim of qualified time stamps, must be 0.4.0.19422.1.1, for the unit is configured as qualified"
        ]))
  }

  @Test func `fails: another unit whose certificate says so, or says something unreadable`() throws {
    #expect(
      try judge(TimestampUnitIsOfOneKind(), timestampUnit { $0.certificate.set(SampleTimestamp.claim) })
        == .fails([
          "timestampUnit.certificate.qcStatements is 0.4.0.19422.1.1, must be no such claim, for the unit is not configured as qualified"
        ]))
    #expect(
      try judge(TimestampUnitIsOfOneKind(), timestampUnit { $0.certificate.damage(QCStatements.self) })
        == .fails(["timestampUnit.certificate.qcStatements is malformed or repeated, must be readable"]))
  }

  @Test func `does not apply to nothing: every token is judged, and never another act`() throws {
    #expect(TimestampUnitIsOfOneKind().applies(to: try timestampUnit()))
    #expect(TimestampUnitIsOfOneKind.metadata.scope == .timestamp)
    #expect(RuleScope.everything.isDisjoint(with: .timestamp))
  }
}
