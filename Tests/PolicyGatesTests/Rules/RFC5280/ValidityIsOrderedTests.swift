import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ValidityIsOrderedTests {
  @Test func `passes: an end after the beginning`() throws {
    #expect(try judge(ValidityIsOrdered(), subject()) == .passes)
  }

  @Test func `fails: an end before the beginning`() throws {
    #expect(
      try judge(ValidityIsOrdered(), subject { $0.notAfter = Sample.time("2026-11-20T11:59:59Z") })
        == .fails(["validity.notAfter is 2026-11-20T11:59:59Z, must be not before 2026-11-20T12:00:00Z"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(ValidityIsOrdered(), sample) == .passes)
    }
  }
}
