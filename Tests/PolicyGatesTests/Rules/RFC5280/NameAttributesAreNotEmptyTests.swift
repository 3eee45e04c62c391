import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NameAttributesAreNotEmptyTests {
  @Test func `passes: a name of one character`() throws {
    #expect(try judge(NameAttributesAreNotEmpty(), subject { $0.subject(.surname, "O") }) == .passes)
  }

  @Test(arguments: ["", " ", "\u{A0}"])
  func `fails: a common name that is empty or blank`(text: String) throws {
    #expect(
      try judge(NameAttributesAreNotEmpty(), subject { $0.subject(.commonName, text) })
        == .fails(["subject.commonName is empty, must be a text"]))
  }

  @Test func `fails: an empty attribute of the issuer`() throws {
    #expect(
      try judge(NameAttributesAreNotEmpty(), subject { $0.issuer.append(Sample.attribute(.localityName, "")) })
        == .fails(["issuer.localityName is empty, must be a text"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(NameAttributesAreNotEmpty(), sample) == .passes)
    }
  }
}
