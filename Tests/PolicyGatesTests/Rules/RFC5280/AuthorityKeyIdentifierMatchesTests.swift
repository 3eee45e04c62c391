import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AuthorityKeyIdentifierMatchesTests {
  @Test func `passes: the CA's key`() throws {
    #expect(try judge(AuthorityKeyIdentifierMatches(), chain()) == .passes)
  }

  @Test func `fails: another key`() throws {
    #expect(
      try judge(AuthorityKeyIdentifierMatches(), chain { $0.set(AuthorityKeyIdentifier(keyIdentifier: [1, 2])) })
        == .fails([
          "extensions.authorityKeyIdentifier is 0102, must be the CA's subject key identifier, "
            + "c6ee7729dc7d51a04b4695c4c9239afa2cbf3491"
        ]))
  }

  @Test func `does not apply: no identifier, which another rule refuses`() throws {
    #expect(
      try judge(AuthorityKeyIdentifierMatches(), chain { $0.remove(AuthorityKeyIdentifier.self) }) == .doesNotApply)
  }
}
