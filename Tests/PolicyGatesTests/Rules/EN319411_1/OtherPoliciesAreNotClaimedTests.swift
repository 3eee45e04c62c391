import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct OtherPoliciesAreNotClaimedTests {
  @Test func `passes: a qualified policy beside the one that it is built on`() throws {
    #expect(
      try judge(OtherPoliciesAreNotClaimed(), subject(.qcpN) { $0.set(policies(.qcpN, .ncp)) })
        == .passes)
  }

  @Test func `passes: one of the TSP's own beside the declared one`() throws {
    #expect(
      try judge(OtherPoliciesAreNotClaimed(), subject(.ncp, tspPolicies: [own]) { $0.set(policies(own, .ncp)) })
        == .passes)
  }

  @Test func `fails: a qualified policy under a general one`() throws {
    #expect(
      try judge(OtherPoliciesAreNotClaimed(), subject(.ncp) { $0.set(policies(.ncp, .qcpN)) })
        == .fails(["extensions.certificatePolicies is 0.4.0.194112.1.0, must be no policy besides 0.4.0.2042.1.1 (ncp)"]
        ))
  }

  @Test func `fails: another policy beside one of the TSP's own`() throws {
    #expect(
      try judge(OtherPoliciesAreNotClaimed(), subject(.qcpN, tspPolicies: [own]) { $0.set(policies(own, .qcpL)) })
        == .fails([
          "extensions.certificatePolicies is 0.4.0.194112.1.1, must be no policy besides 0.4.0.194112.1.0 (qcp-n)"
        ]))
  }

  @Test func `fails: another general policy beside one of the TSP's own`() throws {
    #expect(
      try judge(OtherPoliciesAreNotClaimed(), subject(.ncp, tspPolicies: [own]) { $0.set(policies(own, .lcp)) })
        == .fails(["extensions.certificatePolicies is 0.4.0.2042.1.3, must be no policy besides 0.4.0.2042.1.1 (ncp)"]))
  }

  @Test func `does not apply: no policies`() throws {
    #expect(
      try judge(OtherPoliciesAreNotClaimed(), subject { $0.remove(CertificatePolicies.self) })
        == .doesNotApply)
  }

  private let own = ObjectIdentifier(1, 3, 6, 1, 4, 1, 99999, 1)

  private func policies(_ identifiers: ObjectIdentifier?...) -> CertificatePolicies {
    CertificatePolicies(identifiers.compactMap { $0 }.map { PolicyInformation($0) })
  }
}

extension ObjectIdentifier {
  fileprivate static let qcpN = ObjectIdentifier(CertificatePolicy.qcpN.dottedOID)
  fileprivate static let qcpL = ObjectIdentifier(CertificatePolicy.qcpL.dottedOID)
  fileprivate static let ncp = ObjectIdentifier(CertificatePolicy.ncp.dottedOID)
  fileprivate static let lcp = ObjectIdentifier(CertificatePolicy.lcp.dottedOID)
}
