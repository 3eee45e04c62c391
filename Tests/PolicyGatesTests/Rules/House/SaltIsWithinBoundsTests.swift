import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct SaltIsWithinBoundsTests {
  @Test func `passes: as long as the key has room for`() throws {
    #expect(
      try judge(SaltIsWithinBounds(), control { $0.rsa(salt: 222) })
        == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(SaltIsWithinBounds(), control { $0.rsa(salt: 0) })
        == .fails(["signAlgoParams.saltLength is 0, must be 32 to 222"]))
  }

  @Test func `fails: too long`() throws {
    #expect(
      try judge(SaltIsWithinBounds(), control { $0.rsa(salt: 223) })
        == .fails(["signAlgoParams.saltLength is 223, must be 32 to 222"]))
  }

  @Test func `fails: with another algorithm`() throws {
    #expect(
      try judge(SaltIsWithinBounds(), control { $0.salt = 32 })
        == .fails(["signAlgoParams is a salt, must be none without RSASSA-PSS"]))
  }

  @Test func `does not apply: none is asked for`() throws {
    #expect(
      try judge(SaltIsWithinBounds(), control())
        == .doesNotApply)
  }
}
