import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PSD2PolicyHasItsStatementTests {
  @Test func `passes: both`() throws {
    #expect(
      try judge(
        PSD2PolicyHasItsStatement(),
        subject(.qevcpW) {
          $0.policies("2.23.140.1.1", "0.4.0.194112.1.4", "0.4.0.19495.3.1")
          $0.psd2()
        }) == .passes)
  }

  @Test func `fails: no statement`() throws {
    #expect(
      try judge(
        PSD2PolicyHasItsStatement(),
        subject(.qncpW) { $0.policies("2.23.140.1.2.2", "0.4.0.194112.1.5", "0.4.0.19495.3.1") })
        == .fails(["extensions.qcStatements.psd2 is absent, must be present beside policy 0.4.0.19495.3.1"]))
  }

  @Test func `fails: a website that is not qualified`() throws {
    #expect(
      try judge(
        PSD2PolicyHasItsStatement(), subject(.evcp) { $0.policies("2.23.140.1.1", "0.4.0.2042.1.4", "0.4.0.19495.3.1") }
      ) == .fails(["extensions.certificatePolicies is 0.4.0.19495.3.1, must be absent but for qualified websites"]))
  }

  @Test func `does not apply: without the policy`() throws {
    #expect(
      try judge(
        PSD2PolicyHasItsStatement(),
        subject(.qevcpW) { $0.psd2() }) == .doesNotApply)
  }
}
