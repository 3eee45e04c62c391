import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PolicyDocumentsAreNamedTests {
  @Test func `passes: CP, CPS and profile are named by digest`() throws {
    #expect(try judge(PolicyDocumentsAreNamed(), process()) == .passes)
  }

  @Test func `fails: no profile, a CPS without digest`() throws {
    #expect(
      try judge(
        PolicyDocumentsAreNamed(),
        process {
          $0.application.policyDocuments?.profile = nil
          $0.application.policyDocuments?.cps?.sha256 = nil
        })
        == .fails([
          "application.policyDocuments.cps is without sha256, must be id, version and sha256",
          "application.policyDocuments.profile is absent, must be id, version and sha256",
        ]))
  }

  @Test func `does not apply: no application, which another rule refuses`() throws {
    #expect(try judge(PolicyDocumentsAreNamed(), process { $0.isThere = false }) == .doesNotApply)
  }
}
