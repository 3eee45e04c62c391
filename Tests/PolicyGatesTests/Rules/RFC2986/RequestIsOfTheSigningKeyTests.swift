import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RequestIsOfTheSigningKeyTests {
  @Test func `passes: the key that signs`() throws {
    #expect(try judge(RequestIsOfTheSigningKey(), request()) == .passes)
  }

  @Test func `fails: another key`() throws {
    #expect(
      try judge(RequestIsOfTheSigningKey(), request { $0.key = .subject })
        == .fails([
          "subjectPKInfo is another key, must be the key that is to sign, \(SampleKey.issuing.facts.spkiSHA256)"
        ]))
  }

  @Test func `fails: another key on the token`() throws {
    #expect(
      try judge(RequestIsOfTheSigningKey(), request { $0.found = .subject })
        == .fails([
          "subjectPKInfo is another key, must be the key that is to sign, \(SampleKey.subject.facts.spkiSHA256)"
        ]))
  }

  @Test func `does not apply to nothing: every request is judged, and no certificate`() throws {
    #expect(RequestIsOfTheSigningKey().applies(to: try request()))
    #expect(RequestIsOfTheSigningKey.metadata.scope == .certificationRequest)
    #expect(RuleScope.everything.isDisjoint(with: .certificationRequest))
  }
}
