import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct IntermediatePathLengthIsPositiveTests {
  @Test func `passes: room for one CA`() throws {
    #expect(try judge(IntermediatePathLengthIsPositive(), planned(.intermediate)) == .passes)
  }

  @Test func `fails: no room, or no bound`() throws {
    for (length, found) in [(0, "0"), (nil, "absent")] {
      #expect(
        try judge(
          IntermediatePathLengthIsPositive(),
          planned(.intermediate) {
            $0.certificate.set(BasicConstraints(isCA: true, pathLength: length), critical: true)
          }) == .fails(["extensions.basicConstraints is path length \(found), must be path length 1 or more"]))
    }
  }

  @Test func `does not apply: a CA that issues to subjects`() throws {
    #expect(try judge(IntermediatePathLengthIsPositive(), planned(.issuing)) == .doesNotApply)
  }

  @Test func `a CA that issues to CAs is admitted, and keeps the rules of subordinate CAs`() throws {
    #expect(CACertificateGates.evaluate(try intermediate()).findings == [])
    let bare = try intermediate { $0.certificate.remove(CertificatePolicies.self) }
    #expect(CACertificateGates.evaluate(bare).findings.map(\.rule) == ["sealgate.house.ca_profile.policies_missing"])
    let below = try intermediate {
      $0.evidence.issuer?.set(BasicConstraints(isCA: true, pathLength: 0), critical: true)
    }
    #expect(
      CACertificateGates.evaluate(below).findings.map(\.rule) == [
        "ietf.rfc_5280.4-2-1-9.path_length_exceeded", "sealgate.house.ca_profile.path_length_beyond_issuer",
      ])
  }

  private func intermediate(_ change: (inout SamplePlan) -> Void = { _ in }) throws -> CACertificateEvidence {
    var sample = SamplePlan(.intermediate)
    change(&sample)
    return try sample.made()
  }
}
