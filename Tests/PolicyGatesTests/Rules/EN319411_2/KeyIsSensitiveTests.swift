import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyIsSensitiveTests {
  @Test func `passes: true`() throws {
    #expect(try judge(KeyIsSensitive(), origin()) == .passes)
  }

  @Test func `fails: a readable key`() throws {
    #expect(
      try judge(KeyIsSensitive(), origin { $0.set(.extractableClear, .yes) })
        == .fails(["attestation.extractableClear is true (sample field), must be false: not readable in clear"]))
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(KeyIsSensitive(), origin { $0.isAttested = false }) == .doesNotApply)
  }
}
