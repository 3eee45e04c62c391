import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NumbersAloneAreNotedTests {
  private let number = SampleCertificate.issuingCA().serial

  @Test func `passes: the number that is alone is none of the list's`() throws {
    #expect(try judge(NumbersAloneAreNoted(), list { $0.numbersAlone = [[0x01]] }) == .passes)
  }

  @Test func `fails: an entry whose certificate is lost`() throws {
    let evidence = try list {
      $0.certificates = []
      $0.numbersAlone = [number]
    }
    #expect(
      try judge(NumbersAloneAreNoted(), evidence)
        == .fails([
          "revokedCertificates[4d3a1b2c3d4e5f60718293a4b5c6d7e8] is a number alone, must be the number of a certificate that was compared"
        ]))
    // It is a warning, and the list is admitted.
    #expect(try judge(NewEntriesAreOfKnownCertificates(), evidence) == .passes)
    let evaluation = CAListGates.evaluate(evidence)
    #expect(evaluation.admits && evaluation.findings.map(\.rule) == ["sealgate.house.ca_list.number_alone"])
  }

  @Test func `does not apply: every number has its certificate`() throws {
    #expect(try judge(NumbersAloneAreNoted(), list()) == .doesNotApply)
  }
}
