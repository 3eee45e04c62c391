import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TrustedListServiceFitsPolicyTests {
  @Test func `passes: signatures`() throws {
    #expect(try judge(TrustedListServiceFitsPolicy(), process()) == .passes)
  }

  @Test func `passes: seals`() throws {
    #expect(try judge(TrustedListServiceFitsPolicy(), process(.qcpL)) == .passes)
  }

  @Test func `passes: websites`() throws {
    #expect(try judge(TrustedListServiceFitsPolicy(), process(.qncpW)) == .passes)
  }

  @Test func `fails: a service for seals`() throws {
    #expect(
      try judge(
        TrustedListServiceFitsPolicy(), process { $0.application.trustedList?.serviceInformation = "ForeSeals" })
        == .fails(["application.trustedList.serviceInformation is ForeSeals, must be ForeSignatures"]))
  }

  @Test func `does not apply: a demonstration`() throws {
    #expect(try judge(TrustedListServiceFitsPolicy(), process { $0.demo = true }) == .doesNotApply)
  }
}
