import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct NotBeforeIsNotInThePastTests {
  @Test func `passes: an hour ago`() throws {
    #expect(
      try judge(NotBeforeIsNotInThePast(), subject { $0.notBefore = Sample.time("2026-11-20T11:00:00Z") }) == .passes)
  }

  @Test func `fails: a second more`() throws {
    #expect(
      try judge(NotBeforeIsNotInThePast(), subject { $0.notBefore = Sample.time("2026-11-20T10:59:59Z") })
        == .fails(["validity.notBefore is 2026-11-20T10:59:59Z, must be not before 2026-11-20T11:00:00Z"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(NotBeforeIsNotInThePast(), sample) == .passes)
    }
  }
}
