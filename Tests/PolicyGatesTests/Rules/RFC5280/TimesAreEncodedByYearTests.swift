import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct TimesAreEncodedByYearTests {
  @Test func `passes: UTCTime in 2028`() throws {
    #expect(try judge(TimesAreEncodedByYear(), subject()) == .passes)
  }

  @Test func `fails: GeneralizedTime in 2028`() throws {
    #expect(
      try judge(
        TimesAreEncodedByYear(), subject { $0.notAfter = Sample.time("2028-11-20", encoding: .generalizedTime) })
        == .fails([
          "validity.notAfter is 2028-11-20T00:00:00Z as generalizedTime, must be UTCTime through 2049, "
            + "GeneralizedTime from 2050 on"
        ]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(TimesAreEncodedByYear(), sample) == .passes)
    }
  }
}
