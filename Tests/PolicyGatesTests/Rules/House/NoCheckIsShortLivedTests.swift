import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NoCheckIsShortLivedTests {
  @Test func `passes: a month`() throws {
    #expect(try judge(NoCheckIsShortLived(), responder()) == .passes)
  }

  @Test func `fails: a year`() throws {
    #expect(
      try judge(NoCheckIsShortLived(), responder { $0.notAfter = Sample.time("2027-11-20T12:00:00Z") })
        == .fails(["validity.notAfter is 365 days after notBefore, must be at most 92 days"]))
  }

  @Test func `does not apply: a responder that can be checked`() throws {
    #expect(try judge(NoCheckIsShortLived(), responder { $0.remove(OCSPNoCheck.self) }) == .doesNotApply)
  }

  @Test func `does not apply: a subject`() throws {
    #expect(try judge(NoCheckIsShortLived(), subject()) == .doesNotApply)
  }
}
