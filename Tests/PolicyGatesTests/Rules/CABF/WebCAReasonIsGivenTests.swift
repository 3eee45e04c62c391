import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct WebCAReasonIsGivenTests {
  @Test func `passes: a reason`() throws {
    #expect(try judge(WebCAReasonIsGiven(), list { $0.isForWebsites = true }) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(
        WebCAReasonIsGiven(),
        list {
          $0.isForWebsites = true; $0.newEntry(nil)
        })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8].reasonCode is absent, must be a reason that says why"
        ]))
  }

  @Test func `fails: unspecified`() throws {
    #expect(
      try judge(
        WebCAReasonIsGiven(),
        list {
          $0.isForWebsites = true; $0.newEntry(.unspecified)
        })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8].reasonCode is unspecified, must be a reason that says why"
        ]))
  }

  @Test func `fails: a suspension`() throws {
    #expect(
      try judge(
        WebCAReasonIsGiven(),
        list {
          $0.isForWebsites = true; $0.newEntry(.certificateHold)
        })
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8].reasonCode is certificateHold, must be a reason that says why"
        ]))
  }

  @Test func `does not apply: a CA that is not for websites`() throws {
    #expect(try judge(WebCAReasonIsGiven(), list { $0.newEntry(nil) }) == .doesNotApply)
  }
}
