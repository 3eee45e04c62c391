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
      try judge(KeyIsSensitive(), origin { $0.sensitive = .no })
        == .fails(["attestation.sensitive is false (sample), must be true: not readable in clear"]))
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(KeyIsSensitive(), origin { $0.isAttested = false }) == .doesNotApply)
  }
}
