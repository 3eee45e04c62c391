import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct WebPolicyFitsItsBasisTests {
  @Test func `passes: beside EVCP`() throws {
    #expect(
      try judge(
        WebPolicyFitsItsBasis(), subject(.qevcpW) { $0.policies("2.23.140.1.1", "0.4.0.194112.1.4", "0.4.0.2042.1.4") })
        == .passes)
  }

  @Test func `fails: beside OVCP`() throws {
    #expect(
      try judge(
        WebPolicyFitsItsBasis(), subject(.qevcpW) { $0.policies("2.23.140.1.1", "0.4.0.194112.1.4", "0.4.0.2042.1.7") })
        == .fails(["extensions.certificatePolicies is 0.4.0.2042.1.7, must be of EN 319 411-1 none but 0.4.0.2042.1.4"])
    )
  }

  @Test func `fails: LCP beside QNCP-w`() throws {
    #expect(
      try judge(
        WebPolicyFitsItsBasis(), subject(.qncpW) { $0.policies("2.23.140.1.2.2", "0.4.0.194112.1.5", "0.4.0.2042.1.3") }
      )
        == .fails([
          "extensions.certificatePolicies is 0.4.0.2042.1.3, must be of EN 319 411-1 none but 0.4.0.2042.1.1 or 0.4.0.2042.1.7 or 0.4.0.2042.1.8"
        ]))
  }

  @Test func `does not apply: a website that is not qualified`() throws {
    #expect(try judge(WebPolicyFitsItsBasis(), subject(.evcp)) == .doesNotApply)
  }
}
