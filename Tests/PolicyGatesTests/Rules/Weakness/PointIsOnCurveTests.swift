import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PointIsOnCurveTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(PointIsOnCurve(), subject { $0.key = .subject }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.subject.weak(.malformed, "another")
    #expect(try judge(PointIsOnCurve(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.subject.weak(.pointOffCurve, "no point of P-256")
    #expect(
      try judge(PointIsOnCurve(), subject { $0.key = key })
        == .fails(["subjectPublicKeyInfo is no point of P-256, must be a point of the curve"]))
  }

  @Test func `does not apply: RSA`() throws {
    #expect(try judge(PointIsOnCurve(), subject { $0.key = .rsa(bits: 3072) }) == .doesNotApply)
  }
}
