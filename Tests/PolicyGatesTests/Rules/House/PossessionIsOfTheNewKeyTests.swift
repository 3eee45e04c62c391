import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct PossessionIsOfTheNewKeyTests {
  @Test func `passes: a new key without a certificate`() throws {
    #expect(try judge(PossessionIsOfTheNewKey(), possession()) == .passes)
  }

  @Test func `fails: another key`() throws {
    #expect(
      try judge(PossessionIsOfTheNewKey(), possession(identity: SampleKey.issuing))
        == .fails([
          "credential.key is \(SampleKey.issuing.facts.spkiSHA256), must be \(SampleKey.subject.facts.spkiSHA256)"
        ]))
  }

  @Test func `does not apply to nothing: every proof of possession is judged, and never another act`() throws {
    #expect(PossessionIsOfTheNewKey().applies(to: try possession()))
    #expect(PossessionIsOfTheNewKey.metadata.scope == .soleControl)
  }
}
