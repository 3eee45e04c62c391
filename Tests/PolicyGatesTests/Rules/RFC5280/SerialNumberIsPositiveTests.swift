import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SerialNumberIsPositiveTests {
  @Test func `passes: a number above zero`() throws {
    #expect(try judge(SerialNumberIsPositive(), subject()) == .passes)
  }

  @Test func `fails: zero`() throws {
    #expect(
      try judge(SerialNumberIsPositive(), subject { $0.serial = [0] })
        == .fails(["serialNumber is 00, must be greater than zero"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(SerialNumberIsPositive(), sample) == .passes)
    }
  }
}
