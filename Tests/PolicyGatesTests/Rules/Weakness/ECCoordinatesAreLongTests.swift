import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct ECCoordinatesAreLongTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(ECCoordinatesAreLong(), subject { $0.key = .subject }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.subject.weak(.malformed, "another")
    #expect(try judge(ECCoordinatesAreLong(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.subject.weak(.smallCoordinate, "x begins with 90 zero bits")
    #expect(
      try judge(ECCoordinatesAreLong(), subject { $0.key = key })
        == .fails(["subjectPublicKeyInfo is x begins with 90 zero bits, must be coordinates of a random point"]))
  }

  @Test func `does not apply: RSA`() throws {
    #expect(try judge(ECCoordinatesAreLong(), subject { $0.key = .rsa(bits: 3072) }) == .doesNotApply)
  }
}
