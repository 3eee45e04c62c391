import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RequesterMayUsePolicyTests {
  @Test func `passes: a policy that the requester may use`() throws {
    #expect(try judge(RequesterMayUsePolicy(), evidence()) == .passes)
  }

  @Test func `fails: another policy`() throws {
    #expect(
      try judge(RequesterMayUsePolicy(), evidence { $0.requester = requester(policies: [.qcpN]) })
        == .fails(["policy is qcp-n-qscd, must be one of those ra-1 may use: qcp-n"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [evidence(), evidence(.qcpN)] { #expect(try judge(RequesterMayUsePolicy(), sample) == .passes) }
  }
}

private func requester(policies: Set<CertificatePolicy>) -> Requester {
  Requester(id: "ra-1", certificateSHA256: SampleKey.subject.facts.spkiSHA256, issuers: ["issuing"], policies: policies)
}
