import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TrustedListStatusIsGrantedTests {
  @Test func `passes: granted`() throws {
    #expect(try judge(TrustedListStatusIsGranted(), process()) == .passes)
  }

  @Test func `fails: withdrawn`() throws {
    #expect(
      try judge(TrustedListStatusIsGranted(), process { $0.application.trustedList?.status = "withdrawn" })
        == .fails(["application.trustedList.status is withdrawn, must be granted"]))
  }

  @Test func `fails: not said`() throws {
    #expect(
      try judge(TrustedListStatusIsGranted(), process { $0.application.trustedList?.status = nil })
        == .fails(["application.trustedList.status is absent, must be granted"]))
  }

  @Test func `does not apply: a demonstration`() throws {
    #expect(try judge(TrustedListStatusIsGranted(), process { $0.demo = true }) == .doesNotApply)
  }
}
