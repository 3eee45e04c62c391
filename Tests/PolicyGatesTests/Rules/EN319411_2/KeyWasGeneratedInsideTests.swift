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

  @Test func `fails: evidence that says both generated and brought in`() throws {
    for name in [ClaimName.imported, .restored] {
      #expect(
        try judge(KeyWasGeneratedInside(), origin { $0.set(name, .yes) })
          == .fails([
            "attestation.\(name.rawValue) is true (sample field), must be false: generated inside the device"
          ]))
    }
  }

  @Test func `does not apply: a key moved from another QSCD with the evidence for both`() throws {
    #expect(try judge(KeyWasGeneratedInside(), origin { $0.move() }) == .doesNotApply)
    #expect(try judge(KeyWasGeneratedInside(), origin(demand: .secureDevice) { $0.move() }) != .doesNotApply)
  }
}
