import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct EdwardsPointHasLargeOrderTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(EdwardsPointHasLargeOrder(), subject { $0.key = .ed25519 }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.ed25519.weak(.malformed, "another")
    #expect(try judge(EdwardsPointHasLargeOrder(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.ed25519.weak(.smallOrder, "an Edwards point of small order, or a coordinate beyond the prime")
    #expect(
      try judge(EdwardsPointHasLargeOrder(), subject { $0.key = key })
        == .fails([
          "subjectPublicKeyInfo is an Edwards point of small order, or a coordinate beyond the prime, must be a point of the prime order"
        ]))
  }

  @Test func `does not apply: an elliptic curve`() throws {
    #expect(try judge(EdwardsPointHasLargeOrder(), subject { $0.key = .subject }) == .doesNotApply)
  }
}
