import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct KeyWasGeneratedInsideTests {
  @Test func `passes: true`() throws {
    #expect(try judge(KeyWasGeneratedInside(), origin()) == .passes)
  }

  @Test func `fails: an imported key`() throws {
    #expect(
      try judge(KeyWasGeneratedInside(), origin { $0.set(.generatedInside, .no) })
        == .fails(["attestation.generatedInside is false (sample field), must be true: generated inside the device"]))
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(KeyWasGeneratedInside(), origin { $0.isAttested = false }) == .doesNotApply)
  }
}
