import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PointIsNotAtInfinityTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(PointIsNotAtInfinity(), subject { $0.key = .subject }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.subject.weak(.malformed, "another")
    #expect(try judge(PointIsNotAtInfinity(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.subject.weak(.pointAtInfinity, "the point at infinity")
    #expect(
      try judge(PointIsNotAtInfinity(), subject { $0.key = key })
        == .fails(["subjectPublicKeyInfo is the point at infinity, must be a point other than the one at infinity"]))
  }

  @Test func `does not apply: RSA`() throws {
    #expect(try judge(PointIsNotAtInfinity(), subject { $0.key = .rsa(bits: 3072) }) == .doesNotApply)
  }
}
