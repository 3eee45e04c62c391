import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyIsNotExtractableTests {
  @Test func `passes: true`() throws {
    #expect(try judge(KeyIsNotExtractable(), origin()) == .passes)
  }

  @Test func `fails: a key that can leave`() throws {
    #expect(
      try judge(KeyIsNotExtractable(), origin { $0.set(.extractableWrapped, .yes) })
        == .fails([
          "attestation.extractableWrapped is true (sample field), must be false: cannot leave the device, wrapped or "
            + "not"
        ]))
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(KeyIsNotExtractable(), origin { $0.isAttested = false }) == .doesNotApply)
  }
}
