import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyWasNeverExtractableTests {
  @Test func `passes: true`() throws {
    #expect(try judge(KeyWasNeverExtractable(), origin()) == .passes)
  }

  @Test func `fails: a key that could leave`() throws {
    #expect(
      try judge(KeyWasNeverExtractable(), origin { $0.set(.everExtractable, .yes) })
        == .fails(["attestation.everExtractable is true (sample field), must be false: never could leave the device"]))
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(KeyWasNeverExtractable(), origin { $0.isAttested = false }) == .doesNotApply)
  }

  @Test func `does not apply: a key moved from another QSCD with the evidence for both`() throws {
    #expect(try judge(KeyWasNeverExtractable(), origin { $0.move() }) == .doesNotApply)
    #expect(try judge(KeyWasNeverExtractable(), origin { $0.move { $0.device = nil } }) != .doesNotApply)
  }
}
