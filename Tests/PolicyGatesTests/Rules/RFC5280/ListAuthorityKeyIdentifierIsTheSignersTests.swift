import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ListAuthorityKeyIdentifierIsTheSignersTests {
  @Test func `passes: the CA's, and that of whom it designated`() throws {
    #expect(try judge(ListAuthorityKeyIdentifierIsTheSigners(), list()) == .passes)
  }

  @Test func `passes: whom the CA designated`() throws {
    #expect(try judge(ListAuthorityKeyIdentifierIsTheSigners(), list { $0.designate() }) == .passes)
  }

  @Test func `fails: another key's`() throws {
    #expect(
      try judge(
        ListAuthorityKeyIdentifierIsTheSigners(), list { $0.list.set(AuthorityKeyIdentifier(keyIdentifier: [1, 2])) })
        == .fails([
          "extensions.authorityKeyIdentifier is 0102, must be the signer's subject key identifier, \(Hex.encode(SampleKey.root.identifier))"
        ]))
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(ListAuthorityKeyIdentifierIsTheSigners(), list { $0.list.remove(AuthorityKeyIdentifier.self) })
        == .fails([
          "extensions.authorityKeyIdentifier is absent, must be the signer's subject key identifier, \(Hex.encode(SampleKey.root.identifier))"
        ]))
  }

  @Test func `does not apply to nothing: every list is judged, and no certificate`() throws {
    #expect(ListAuthorityKeyIdentifierIsTheSigners().applies(to: try list()))
    #expect(ListAuthorityKeyIdentifierIsTheSigners.metadata.scope == .certificateList)
    #expect(RuleScope.everything.isDisjoint(with: .certificateList))
  }
}
