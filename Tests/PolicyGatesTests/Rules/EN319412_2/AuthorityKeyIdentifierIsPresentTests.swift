import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct AuthorityKeyIdentifierIsPresentTests {
  @Test func `passes: a key identifier`() throws {
    #expect(try judge(AuthorityKeyIdentifierIsPresent(), subject()) == .passes)
  }

  @Test func `fails: none`() throws {
    #expect(
      try judge(AuthorityKeyIdentifierIsPresent(), subject { $0.remove(AuthorityKeyIdentifier.self) })
        == .fails(["extensions.authorityKeyIdentifier is no key identifier, must be a key identifier"]))
  }

  @Test func `does not apply: a root`() throws {
    #expect(try judge(AuthorityKeyIdentifierIsPresent(), rootCA()) == .doesNotApply)
  }
}
