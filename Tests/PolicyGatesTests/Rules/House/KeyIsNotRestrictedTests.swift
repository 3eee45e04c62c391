import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyIsNotRestrictedTests {
  @Test func `passes: not restricted, or of a format that knows no such thing`() throws {
    #expect(try judge(KeyIsNotRestricted(), origin()) == .passes)
    #expect(try judge(KeyIsNotRestricted(), origin { $0.set(.restricted, .no) }) == .passes)
  }

  @Test func `fails: a restricted key`() throws {
    #expect(
      try judge(KeyIsNotRestricted(), origin { $0.set(.restricted, .yes) })
        == .fails(["attestation.restricted is true (sample field), must be false: it signs what is given to it"]))
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(KeyIsNotRestricted(), origin { $0.isAttested = false }) == .doesNotApply)
  }
}
