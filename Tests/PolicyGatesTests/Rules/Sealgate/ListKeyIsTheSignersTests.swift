import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListKeyIsTheSignersTests {
  @Test func `passes: the CA's key`() throws {
    #expect(try judge(ListKeyIsTheSigners(), list()) == .passes)
  }

  @Test func `fails: another key on the token`() throws {
    #expect(
      try judge(ListKeyIsTheSigners(), list { $0.found = .subject })
        == .fails([
          "signer.subjectPublicKeyInfo is \(SampleKey.root.facts.spkiSHA256), must be the key that is to sign, \(SampleKey.subject.facts.spkiSHA256)"
        ]))
  }

  @Test func `fails: facts about another key`() throws {
    #expect(
      try judge(
        ListKeyIsTheSigners(),
        list {
          $0.signerKey = .subject; $0.found = .subject
        })
        == .fails(["signer.subjectPublicKeyInfo is facts about another key, must be facts about the certificate's key"])
    )
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListKeyIsTheSigners().applies(to: try list()))
    #expect(ListKeyIsTheSigners.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
