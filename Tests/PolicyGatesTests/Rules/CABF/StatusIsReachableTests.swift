import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct StatusIsReachableTests {
  @Test func `passes: OCSP alone`() throws {
    #expect(try judge(StatusIsReachable(), subject(.dvcp) { $0.remove(CRLDistributionPoints.self) }) == .passes)
  }

  @Test func `passes: seven days to the second`() throws {
    #expect(
      try judge(
        StatusIsReachable(),
        subject(.dvcp) {
          $0.notAfter = Sample.time("2026-11-27T11:59:59Z")
          $0.remove(CRLDistributionPoints.self)
          $0.set(
            AuthorityInformationAccess([
              AccessDescription(method: .caIssuersAccess, location: .uri("http://pki.example.com/issuing.cer"))
            ]))
        }) == .passes)
  }

  @Test func `fails: a second longer`() throws {
    #expect(
      try judge(
        StatusIsReachable(),
        subject(.dvcp) {
          $0.notAfter = Sample.time("2026-11-27T12:00:00Z")
          $0.remove(CRLDistributionPoints.self)
          $0.set(
            AuthorityInformationAccess([
              AccessDescription(method: .caIssuersAccess, location: .uri("http://pki.example.com/issuing.cer"))
            ]))
        })
        == .fails([
          "extensions.cRLDistributionPoints is neither a distribution point nor an OCSP address, must be one of them, or a short life"
        ]))
  }

  @Test func `fails: three months without`() throws {
    #expect(
      try judge(
        StatusIsReachable(),
        subject(.qevcpW) {
          $0.remove(CRLDistributionPoints.self)
          $0.set(
            AuthorityInformationAccess([
              AccessDescription(method: .caIssuersAccess, location: .uri("http://pki.example.com/issuing.cer"))
            ]))
        })
        == .fails([
          "extensions.cRLDistributionPoints is neither a distribution point nor an OCSP address, must be one of them, or a short life"
        ]))
  }

  @Test func `does not apply: QNCP-w-gen`() throws {
    #expect(try judge(StatusIsReachable(), subject(.qncpWGen)) == .doesNotApply)
  }
}
