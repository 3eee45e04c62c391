import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyWasAlwaysSensitiveTests {
  @Test func `passes: true`() throws {
    #expect(try judge(KeyWasAlwaysSensitive(), origin()) == .passes)
  }

  @Test func `fails: a key that was readable`() throws {
    #expect(
      try judge(KeyWasAlwaysSensitive(), origin { $0.alwaysSensitive = .no })
        == .fails(["attestation.alwaysSensitive is false (sample), must be true: never was readable in clear"]))
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(KeyWasAlwaysSensitive(), origin { $0.isAttested = false }) == .doesNotApply)
  }
}
