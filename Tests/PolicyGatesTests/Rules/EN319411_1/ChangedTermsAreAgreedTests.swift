import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ChangedTermsAreAgreedTests {
  @Test func `passes: other terms, agreed`() throws {
    #expect(
      try judge(
        ChangedTermsAreAgreed(),
        event(.renewal) {
          $0.registers.previousTerms = nil
          $0.process { $0.application.agreement?.changesAgreed = "AGR-2" }
        }) == .passes)
  }

  @Test func `fails: other terms`() throws {
    #expect(
      try judge(
        ChangedTermsAreAgreed(), event(.renewal) { $0.registers.previousTerms = SampleKey.root.facts.spkiSHA256 })
        == .fails([
          "application.agreement.changesAgreed is absent, must be the record of an agreement to the terms, which are not known to be "
            + "those of the previous certificate"
        ]))
  }

  @Test func `fails: terms of which an inventory says nothing`() throws {
    #expect(
      try judge(ChangedTermsAreAgreed(), event(.rekey) { $0.registers.previousTerms = nil })
        == .fails([
          "application.agreement.changesAgreed is absent, must be the record of an agreement to the terms, which are not known to be "
            + "those of the previous certificate"
        ]))
  }

  @Test func `does not apply: the same terms`() throws {
    #expect(try judge(ChangedTermsAreAgreed(), event(.renewal)) == .doesNotApply)
  }

  @Test func `does not apply: a first issuance`() throws {
    #expect(try judge(ChangedTermsAreAgreed(), event(.initial)) == .doesNotApply)
  }
}
