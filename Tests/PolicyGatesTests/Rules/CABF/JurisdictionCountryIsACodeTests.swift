import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct JurisdictionCountryIsACodeTests {
  @Test func `passes: the sample`() throws {
    #expect(try judge(JurisdictionCountryIsACode(), subject(.evcp)) == .passes)
  }

  @Test func `fails: no country`() throws {
    #expect(
      try judge(JurisdictionCountryIsACode(), subject(.evcp) { $0.subject(.jurisdictionCountry, "ZZ") })
        == .fails([
          "subject.jurisdictionCountry is ZZ, must be a code of ISO 3166-1 in capital letters, PrintableString"
        ]))
  }

  @Test func `fails: a UTF8String`() throws {
    #expect(
      try judge(
        JurisdictionCountryIsACode(),
        subject(.evcp) {
          $0.subject.removeAll { $0.type == .jurisdictionCountry }
          $0.subject.append(AttributeTypeAndValue(.jurisdictionCountry, CharacterString(utf8: "DE")))
        })
        == .fails([
          "subject.jurisdictionCountry is DE, must be a code of ISO 3166-1 in capital letters, PrintableString"
        ]))
  }

  @Test func `does not apply: an organisation validated the plain way`() throws {
    #expect(try judge(JurisdictionCountryIsACode(), subject(.ovcp)) == .doesNotApply)
  }
}
