import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NoCheckIsForRespondersTests {
  @Test func `passes: absent from a subject`() throws {
    #expect(try judge(NoCheckIsForResponders(), subject()) == .passes)
  }

  @Test func `fails: a CA that nobody need check`() throws {
    #expect(
      try judge(NoCheckIsForResponders(), issuingCA { $0.set(OCSPNoCheck()) })
        == .fails(["extensions.ocspNoCheck is present, must be absent from what is no responder's"]))
  }

  @Test func `does not apply: a responder`() throws {
    #expect(try judge(NoCheckIsForResponders(), responder()) == .doesNotApply)
  }
}
