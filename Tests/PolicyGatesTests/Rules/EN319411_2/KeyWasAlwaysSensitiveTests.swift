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
      try judge(KeyWasAlwaysSensitive(), origin { $0.set(.everNonSensitive, .yes) })
        == .fails(["attestation.everNonSensitive is true (sample field), must be false: never was readable in clear"]))
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(KeyWasAlwaysSensitive(), origin { $0.isAttested = false }) == .doesNotApply)
  }

  @Test func `does not apply: a key moved from another QSCD with the evidence for both`() throws {
    #expect(try judge(KeyWasAlwaysSensitive(), origin { $0.move() }) == .doesNotApply)
    #expect(try judge(KeyWasAlwaysSensitive(), origin { $0.move { $0.device = nil } }) != .doesNotApply)
  }

  @Test
  func `passes: not known of a key that never was extractable, where origin alone is judged or the device signed`()
    throws
  {
    func unknown(_ demand: OriginDemand, _ evidenceClass: EvidenceClass) -> KeyOrigin {
      origin(demand: demand) {
        $0.evidenceClass = evidenceClass
        $0.set(.everNonSensitive, .unknown)
      }
    }
    #expect(try judge(KeyWasAlwaysSensitive(), unknown(.origin, .asserted)) == .passes)
    for demand in [OriginDemand.secureDevice, .qscd, .caKey] {
      #expect(try judge(KeyWasAlwaysSensitive(), unknown(demand, .signed)) == .passes)
      #expect(try judge(KeyWasAlwaysSensitive(), unknown(demand, .attributesLive)) != .passes)
    }
    let both = origin(demand: .origin) {
      $0.set(.everNonSensitive, .unknown)
      $0.set(.everExtractable, .unknown)
    }
    #expect(try judge(KeyWasAlwaysSensitive(), both) != .passes)
    #expect(
      try judge(KeyWasAlwaysSensitive(), origin(demand: .origin) { $0.set(.everNonSensitive, .yes) }) != .passes)
  }
}
