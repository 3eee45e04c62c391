import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct SerialIsReservedTests {
  @Test func `passes: a reserved number`() throws {
    #expect(try judge(SerialIsReserved(), evidence()) == .passes)
  }

  @Test func `fails: a number that nobody reserved`() throws {
    #expect(
      try judge(SerialIsReserved(), evidence { $0.serial = .unknown })
        == .fails([
          "serialNumber is 4d3a1b2c3d4e5f60718293a4b5c6d7e8, never reserved, must be a serial number that "
            + "the gateway reserved and that is not spent"
        ]))
  }

  @Test func `fails: a number in an inventory`() throws {
    #expect(
      try judge(SerialIsReserved(), evidence { $0.serial = .imported(issuer: "old") })
        == .fails([
          "serialNumber is 4d3a1b2c3d4e5f60718293a4b5c6d7e8, in the inventory of old, must be a serial number that "
            + "the gateway reserved and that is not spent"
        ]))
  }

  @Test func `passes: the number of a precertificate, for its certificate alone`() throws {
    #expect(try judge(SerialIsReserved(), evidence { $0.precertify() }) == .passes)
    #expect(
      try judge(
        SerialIsReserved(),
        evidence {
          $0.precertify()
          $0.precertificateBytes = nil
        })
        == .fails([
          "serialNumber is 4d3a1b2c3d4e5f60718293a4b5c6d7e8, spent by the precertificate of decision "
            + "0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b, must be a serial number that the gateway reserved and that is not "
            + "spent"
        ]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [evidence(), evidence(.qcpN)] { #expect(try judge(SerialIsReserved(), sample) == .passes) }
  }
}
