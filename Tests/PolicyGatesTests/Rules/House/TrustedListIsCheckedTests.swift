import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct TrustedListIsCheckedTests {
  @Test func `passes: a whole look`() throws {
    #expect(try judge(TrustedListIsChecked(), process()) == .passes)
  }

  @Test func `fails: no service and no time`() throws {
    #expect(
      try judge(
        TrustedListIsChecked(),
        process {
          $0.application.trustedList?.service = nil
          $0.application.trustedList?.checkedAt = nil
        })
        == .fails([
          "application.trustedList.service is absent, must be what the trusted list says",
          "application.trustedList.checkedAt is absent, must be what the trusted list says",
        ]))
  }

  @Test func `does not apply: a demonstration`() throws {
    #expect(try judge(TrustedListIsChecked(), process { $0.demo = true }) == .doesNotApply)
  }

  @Test func `does not apply: no qualified policy`() throws {
    #expect(try judge(TrustedListIsChecked(), process(.ncp)) == .doesNotApply)
  }
}
