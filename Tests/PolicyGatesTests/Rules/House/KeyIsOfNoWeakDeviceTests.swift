import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyIsOfNoWeakDeviceTests {
  @Test func `passes: weaknesses that other rules weigh`() throws {
    let others = origin {
      $0.weaknesses = [EvidenceWeakness(.noNonce, "x"), EvidenceWeakness(.sha1Signature, "x")]
    }
    #expect(try judge(KeyIsOfNoWeakDevice(), others) == .passes)
  }

  @Test(arguments: [EvidenceWeakness.Kind.roca, .eucleak, .tpmFail, .advisory])
  func `fails: what was published about the device or the key, with its source`(kind: EvidenceWeakness.Kind) throws {
    for demand in [OriginDemand.origin, .secureDevice, .qscd, .caKey] {
      let weak = origin(demand: demand) { $0.weaknesses = [EvidenceWeakness(kind, "title", source: "CVE-1")] }
      #expect(
        try judge(KeyIsOfNoWeakDevice(), weak)
          == .fails(["attestation.\(kind.rawValue) is title (CVE-1), must be a key that no advisory is about"]))
    }
  }

  @Test func `does not apply: no evidence, which another rule refuses`() throws {
    #expect(try judge(KeyIsOfNoWeakDevice(), origin { $0.isAttested = false }) == .doesNotApply)
  }
}
