import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct StatementSaysItsClassTests {
  @Test func `passes: the class of what was read`() throws {
    #expect(try judge(StatementSaysItsClass(), statement()) == .passes)
  }

  @Test func `fails: a better class than the attributes have`() throws {
    #expect(
      try judge(
        StatementSaysItsClass(),
        statement { $0.edit = { $1.replace(SealgateArc.evidenceClassClaim, in: .key, $0, with: [.text("signed")]) } })
        == .fails([#"statement.evidence-class is text("signed"), must be text("attributes-live")"#]))
  }

  @Test func `fails: no class at all`() throws {
    #expect(
      try judge(
        StatementSaysItsClass(),
        statement { $0.edit = { $1.replace(SealgateArc.evidenceClassClaim, in: .key, $0, with: []) } })
        == .fails([#"statement.evidence-class is absent, must be text("attributes-live")"#]))
  }

  @Test(arguments: [EvidenceClass.signed, .asserted]) func `fails: a class that no live reading has`(
    evidenceClass: EvidenceClass
  ) throws {
    let found = try judge(
      StatementSaysItsClass(),
      statement {
        $0.evidenceClass = evidenceClass
        $0.edit = {
          $1.replace(SealgateArc.evidenceClassClaim, in: .key, $0, with: [.text(evidenceClass.rawValue)])
        }
      })
    #expect(
      found
        == .fails(["evidenceClass is \(evidenceClass.rawValue), must be a class of attributes that were read live"]))
  }

  @Test func `does not apply to nothing: every statement is judged, and never another act`() throws {
    let loose = try statement { $0.signer = nil }
    #expect(StatementSaysItsClass().applies(to: loose))
    #expect(StatementSaysItsClass.metadata.scope == .keyStatement)
    #expect(RuleScope.everything.isDisjoint(with: .keyStatement))
  }
}
