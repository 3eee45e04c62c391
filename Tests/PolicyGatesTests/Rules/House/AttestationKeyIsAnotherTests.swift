import TestSupport
import Testing

@testable import PolicyGates

@Suite struct AttestationKeyIsAnotherTests {
  @Test func `passes: another key`() throws {
    #expect(try judge(AttestationKeyIsAnother(), statement()) == .passes)
  }

  @Test func `fails: the key itself`() throws {
    #expect(
      try judge(AttestationKeyIsAnother(), statement { $0.key = SampleStatement.attributes(of: .issuing) })
        == .fails(["attestationKey is the key that the statement is about, must be another key"]))
  }

  @Test func `does not apply to nothing: every statement is judged, and never another act`() throws {
    let loose = try statement { $0.signer = nil }
    #expect(AttestationKeyIsAnother().applies(to: loose))
    #expect(AttestationKeyIsAnother.metadata.scope == .keyStatement)
    #expect(RuleScope.everything.isDisjoint(with: .keyStatement))
  }
}
