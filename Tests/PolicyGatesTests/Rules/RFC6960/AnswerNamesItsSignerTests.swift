import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AnswerNamesItsSignerTests {
  @Test func `passes: by name`() throws {
    #expect(try judge(AnswerNamesItsSigner(), answer()) == .passes)
  }

  @Test func `passes: by key`() throws {
    #expect(try judge(AnswerNamesItsSigner(), answer { $0.responder = .byKey([7]) }) == .passes)
  }

  @Test func `fails: by another name`() throws {
    #expect(
      try judge(AnswerNamesItsSigner(), answer { $0.responder = .byName(Name(Sample.rootName)) })
        == .fails([
          "responderID is another name or key, must be the name or the key of CN=Example OCSP Responder 1,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE"
        ]))
  }

  @Test func `fails: by another key`() throws {
    #expect(
      try judge(AnswerNamesItsSigner(), answer { $0.responder = .byKey([8]) })
        == .fails([
          "responderID is another name or key, must be the name or the key of CN=Example OCSP Responder 1,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE"
        ]))
  }

  @Test func `does not apply to nothing: every answer is judged, and no certificate`() throws {
    #expect(AnswerNamesItsSigner().applies(to: try answer()))
    #expect(AnswerNamesItsSigner.metadata.scope == .statusAnswer)
    #expect(RuleScope.everything.isDisjoint(with: .statusAnswer))
  }
}
