import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CountryNameIsACodeTests {
  @Test func `passes: DE`() throws {
    #expect(try judge(CountryNameIsACode(), subject()) == .passes)
  }

  @Test(arguments: ["XK", "EU", "GR"])
  func `passes: codes that are in use`(code: String) throws {
    #expect(try judge(CountryNameIsACode(), subject { $0.subject(.countryName, code) }) == .passes)
  }

  @Test(arguments: ["Germany", "de", "UK", "EL", "XX", "DEU"])
  func `fails: what ISO 3166 assigns to nobody`(text: String) throws {
    #expect(
      try judge(CountryNameIsACode(), subject { $0.subject(.countryName, text) })
        == .fails([
          "subject.countryName is C=\(text), must be a code of ISO 3166-1 in capital letters, PrintableString"
        ]))
  }

  @Test func `fails: a code as UTF8String`() throws {
    #expect(
      try judge(
        CountryNameIsACode(),
        subject { $0.subject[0] = AttributeTypeAndValue(.countryName, CharacterString(utf8: "DE")) }) != .passes)
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(CountryNameIsACode(), sample) == .passes)
    }
  }
}
