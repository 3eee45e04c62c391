import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct WebRootLivesAsLongTests {
  @Test func `passes: twenty years`() throws {
    #expect(try judge(WebRootLivesAsLong(), planned(.root) { $0.isForWebsites = true }) == .passes)
  }

  @Test func `fails: seven years`() throws {
    #expect(
      try judge(
        WebRootLivesAsLong(),
        planned(.root) {
          $0.isForWebsites = true; $0.certificate.notAfter = Sample.time("2033-11-20T11:14:59Z")
        })
        == .fails(["validity.notAfter is 2557 days after notBefore, must be 2922 to 9132 days"]))
  }

  @Test func `fails: twenty-six years`() throws {
    #expect(
      try judge(
        WebRootLivesAsLong(),
        planned(.root) {
          $0.isForWebsites = true; $0.certificate.notAfter = Sample.time("2052-11-20T11:14:59Z")
        })
        == .fails(["validity.notAfter is 9497 days after notBefore, must be 2922 to 9132 days"]))
  }

  @Test func `does not apply: a root that is not for websites`() throws {
    #expect(try judge(WebRootLivesAsLong(), planned(.root)) == .doesNotApply)
  }
}
