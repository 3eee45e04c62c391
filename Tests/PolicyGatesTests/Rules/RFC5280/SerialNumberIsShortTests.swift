import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SerialNumberIsShortTests {
  @Test func `passes: 20 octets`() throws {
    #expect(
      try judge(SerialNumberIsShort(), subject { $0.serial = [0x7F] + Array(repeating: 1, count: 19) }) == .passes)
  }

  @Test func `fails: 21 octets`() throws {
    #expect(
      try judge(SerialNumberIsShort(), subject { $0.serial = Array(repeating: 1, count: 21) })
        == .fails(["serialNumber is 21 octets, must be at most 20 octets"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(SerialNumberIsShort(), sample) == .passes)
    }
  }
}
