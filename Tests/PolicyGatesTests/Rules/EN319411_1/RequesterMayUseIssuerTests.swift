import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RequesterMayUseIssuerTests {
  @Test func `passes: a CA that the requester may use`() throws {
    #expect(try judge(RequesterMayUseIssuer(), evidence()) == .passes)
  }

  @Test func `fails: another CA`() throws {
    #expect(
      try judge(RequesterMayUseIssuer(), evidence { $0.requester = requester(issuers: ["other"]) })
        == .fails(["issuer is issuing, must be one of those ra-1 may use: other"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [evidence(), evidence(.qcpN)] { #expect(try judge(RequesterMayUseIssuer(), sample) == .passes) }
  }
}

private func requester(issuers: Set<String>) -> Requester {
  Requester(id: "ra-1", certificateSHA256: SampleKey.subject.facts.spkiSHA256, issuers: issuers, policies: [.qcpN])
}
