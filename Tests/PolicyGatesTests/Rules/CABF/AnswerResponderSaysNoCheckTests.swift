import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerResponderSaysNoCheckTests {
  @Test func `passes: it says so`() throws {
    #expect(try judge(AnswerResponderSaysNoCheck(), answer { $0.isForWebsites = true }) == .passes)
  }

  @Test func `fails: it does not`() throws {
    #expect(
      try judge(
        AnswerResponderSaysNoCheck(),
        answer {
          $0.isForWebsites = true; $0.signer?.remove(OCSPNoCheck.self)
        })
        == .fails(["signer.extensions.ocspNoCheck is absent, must be present"]))
  }

  @Test func `does not apply: the CA itself`() throws {
    #expect(
      try judge(
        AnswerResponderSaysNoCheck(),
        answer {
          $0.isForWebsites = true; $0.signAsCA()
        }) == .doesNotApply)
  }
}
