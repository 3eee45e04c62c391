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

  @Test func `fails: the country's name`() throws {
    #expect(
      try judge(CountryNameIsACode(), subject { $0.subject(.countryName, "Germany") })
        == .fails(["subject.countryName is C=Germany, must be two capital letters, PrintableString"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(CountryNameIsACode(), sample) == .passes)
    }
  }
}
