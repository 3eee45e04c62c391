import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct StatementCarriesTheNonceTests {
  @Test func `passes: the nonce that was asked for`() throws {
    #expect(try judge(StatementCarriesTheNonce(), statement()) == .passes)
  }

  @Test func `fails: another nonce`() throws {
    #expect(
      try judge(StatementCarriesTheNonce(), statement { $0.nonce = Array(repeating: 9, count: 8) })
        == .fails(["statement.nonce is another, none or several, must be 0909090909090909"]))
  }

  @Test func `fails: a nonce that anybody can guess`() throws {
    #expect(
      try judge(StatementCarriesTheNonce(), statement { $0.nonce = [1] })
        == .fails([
          "nonce is 1 octets, must be 8 to 64 octets", "statement.nonce is another, none or several, must be 01",
        ]))
  }

  @Test func `fails: none, or two of them`() throws {
    for values: [PKIXEvidenceValue] in [
      [], [.octets([1, 2, 3, 4, 5, 6, 7, 8]), .octets([1, 2, 3, 4, 5, 6, 7, 8])], [.text("nonce")],
    ] {
      let found = try judge(
        StatementCarriesTheNonce(),
        statement {
          $0.edit = { $1.replace($0.identifier(of: .nonce), in: .transaction, $0, with: values) }
        })
      #expect(found == .fails(["statement.nonce is another, none or several, must be 0102030405060708"]))
    }
  }

  @Test func `fails: two elements about the request`() throws {
    let found = try judge(StatementCarriesTheNonce(), statement { $0.edit = { $1.append($1[0]) } })
    #expect(found == .fails(["statement.nonce is another, none or several, must be 0102030405060708"]))
  }

  @Test func `does not apply to nothing: every statement is judged, and never another act`() throws {
    let loose = try statement { $0.signer = nil }
    #expect(StatementCarriesTheNonce().applies(to: loose))
    #expect(StatementCarriesTheNonce.metadata.scope == .keyStatement)
    #expect(RuleScope.everything.isDisjoint(with: .keyStatement))
  }
}
