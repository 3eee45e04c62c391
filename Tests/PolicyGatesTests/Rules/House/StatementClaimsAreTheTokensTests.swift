import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct StatementClaimsAreTheTokensTests {
  @Test func `passes: what the token says`() throws {
    #expect(try judge(StatementClaimsAreTheTokens(), statement()) == .passes)
  }

  @Test func `fails: the token says otherwise`() throws {
    #expect(
      try judge(
        StatementClaimsAreTheTokens(),
        statement { $0.key = SampleStatement.attributes(of: .subject, neverExtractable: .no) })
        == .fails(["statement.never-extractable is boolean(true), must be boolean(false)"]))
  }

  @Test func `fails: the token says nothing of it`() throws {
    #expect(
      try judge(
        StatementClaimsAreTheTokens(),
        statement { $0.key = SampleStatement.attributes(of: .subject, alwaysSensitive: .unknown) })
        == .fails(["statement.always-sensitive is boolean(true), must be absent, as the token does not say"]))
  }

  @Test(arguments: [
    PKIXEvidenceName.spki, .local, .sensitive, .extractable, .neverExtractable,
  ]) func `fails: a claim is left out, or there twice`(name: PKIXEvidenceName) throws {
    for values: [PKIXEvidenceValue] in [[], [.boolean(true), .boolean(true)]] {
      let found = try judge(
        StatementClaimsAreTheTokens(),
        statement { $0.edit = { $1.replace($0.identifier(of: name), in: .key, $0, with: values) } })
      guard case .fails(let violations) = found else {
        Issue.record("\(found)")
        continue
      }
      #expect(violations.count == 1)
      #expect(violations[0].hasPrefix("statement.\(name.rawValue) is \(values.isEmpty ? "absent" : "another value")"))
    }
  }

  @Test func `fails: another mechanism, another history`() throws {
    for claim in [SealgateArc.generationMechanismClaim, SealgateArc.alwaysSensitiveClaim] {
      let found = try judge(
        StatementClaimsAreTheTokens(), statement { $0.edit = { $1.replace(claim, in: .key, $0, with: []) } })
      #expect(found != .passes)
    }
  }

  @Test func `fails: a claim that no token makes, and a second key`() throws {
    let expiry = try judge(
      StatementClaimsAreTheTokens(),
      statement { $0.edit = { $1.replace($0.identifier(of: .expiry), in: .key, $0, with: [.time(0)]) } })
    #expect(
      expiry == .fails(["statement.key is a claim 1.3.6.1.5.5.999.1.2.6, must be claims that the token makes"]))
    let two = try judge(StatementClaimsAreTheTokens(), statement { $0.edit = { $1.append($1[2]) } })
    #expect(two == .fails(["statement.key is none, or several, must be one key"]))
  }

  @Test func `does not apply to nothing: every statement is judged, and never another act`() throws {
    let loose = try statement { $0.signer = nil }
    #expect(StatementClaimsAreTheTokens().applies(to: loose))
    #expect(StatementClaimsAreTheTokens.metadata.scope == .keyStatement)
    #expect(RuleScope.everything.isDisjoint(with: .keyStatement))
  }
}
