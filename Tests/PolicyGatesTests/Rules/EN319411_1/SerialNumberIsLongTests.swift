import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SerialNumberIsLongTests {
  @Test func `passes: 16 octets`() throws {
    #expect(try judge(SerialNumberIsLong(), subject()) == .passes)
  }

  @Test func `fails: one octet`() throws {
    #expect(
      try judge(SerialNumberIsLong(), subject { $0.serial = [42] })
        == .fails(["serialNumber is 2a, must be at least 8 octets, with 64 random bits"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(SerialNumberIsLong(), sample) == .passes)
    }
  }
}
