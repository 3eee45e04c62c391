import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NameAttributesFitTheirBoundsTests {
  @Test func `passes: names of any length, and a serialNumber of 64 characters`() throws {
    #expect(
      try judge(
        NameAttributesFitTheirBounds(),
        subject {
          $0.subject(.commonName, String(repeating: "x", count: 300))
          $0.subject(.serialNumber, String(repeating: "1", count: 64))
        }) == .passes)
  }

  @Test func `fails: a serialNumber of 65 characters`() throws {
    #expect(
      try judge(
        NameAttributesFitTheirBounds(), subject { $0.subject(.serialNumber, String(repeating: "1", count: 65)) })
        == .fails(["subject.serialNumber is 65 characters, must be at most 64"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(NameAttributesFitTheirBounds(), sample) == .passes)
    }
  }
}
