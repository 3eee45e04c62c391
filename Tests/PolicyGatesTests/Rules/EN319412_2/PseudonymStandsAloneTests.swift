import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct PseudonymStandsAloneTests {
  @Test func `passes: a pseudonym alone`() throws {
    #expect(
      try judge(
        PseudonymStandsAlone(),
        subject {
          $0.subject(.givenName)
          $0.subject(.surname)
          $0.subject(.pseudonym, "em")
        }) == .passes)
  }

  @Test func `fails: a pseudonym beside a surname`() throws {
    #expect(
      try judge(
        PseudonymStandsAlone(),
        subject {
          $0.subject(.givenName)
          $0.subject(.pseudonym, "em")
        })
        == .fails(["subject.pseudonym is beside givenName or surname, must be a pseudonym alone, or a name alone"]))
  }

  @Test func `does not apply: no pseudonym`() throws {
    #expect(try judge(PseudonymStandsAlone(), subject()) == .doesNotApply)
  }
}
