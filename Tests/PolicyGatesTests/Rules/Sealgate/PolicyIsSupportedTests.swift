import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PolicyIsSupportedTests {
  @Test func `passes: QCP-n-qscd`() throws {
    #expect(try judge(PolicyIsSupported(), subject()) == .passes)
  }

  @Test func `fails: QEVCP-w`() throws {
    #expect(
      try judge(PolicyIsSupported(), subject(.qevcpW))
        == .fails([
          "policy is qevcp-w, must be a policy that this build has rules for: lcp, ncp, ncp+, qcp-l, qcp-l-qscd, "
            + "qcp-n, qcp-n-qscd"
        ]))
  }

  @Test func `does not apply: a CA certificate`() throws {
    #expect(try judge(PolicyIsSupported(), issuingCA()) == .doesNotApply)
  }
}
