import Evidence
import TestSupport
import Testing

@testable import Applications

private func device(_ firmware: String?, serial: String? = "42", hardware: String? = "1.0") -> StatedDevice {
  StatedDevice(vendor: "Example", model: "HSM 1", hardwareVersion: hardware, firmware: firmware, serial: serial)
}

private func record(_ id: String, firmware: String, serials: Set<String> = []) -> DeviceRecord {
  var record = SampleOrigin.record()
  record.id = id
  record.firmware = [firmware]
  record.serials = serials
  return record
}

@Suite struct DeviceDocumentTests {
  private let register = DeviceDocument(
    records: [
      record("old", firmware: "7.1"), record("new", firmware: "7.2"), record("unit", firmware: "8", serials: ["9"]),
    ])

  @Test func `the record for exactly this firmware comes before one that differs`() {
    #expect(register.record(for: device("7.2"))?.id == "new")
    #expect(register.record(for: device("7.3"))?.id == "old")
    #expect(register.record(for: nil) == nil)
    #expect(register.record(for: StatedDevice(vendor: "Other", model: "HSM 1")) == nil)
  }

  @Test func `a version that the evidence does not state is right for a unit that the record names, and for no other`()
  {
    #expect(register.record(for: device(nil, serial: "9", hardware: nil))?.id == "unit")
    let other = device(nil, serial: "10", hardware: nil)
    #expect(
      record("unit", firmware: "8", serials: ["9"]).differences(from: other).map(\.field) == [
        "hardwareVersion", "firmware", "serial",
      ])
    #expect(record("any", firmware: "8").differences(from: other).map(\.field) == ["hardwareVersion", "firmware"])
  }

  @Test func `a channel is certified for exactly the device of the record`() {
    var certified = record("certified", firmware: "7.1")
    certified.certifiedChannel = true
    let register = DeviceDocument(records: [certified, record("plain", firmware: "7.2")])
    #expect(register.certifiesChannel(of: device("7.1")))
    #expect(!register.certifiesChannel(of: device("7.2")))
    // The nearest record is the certified one, but this is not its device.
    #expect(!register.certifiesChannel(of: device("7.3")))
    #expect(!register.certifiesChannel(of: nil))
  }

  @Test func `a register survives writing and reading`() throws {
    var whole = record("whole", firmware: "7.1", serials: ["1", "2"])
    whole.components = [DeviceComponent(product: "Module", profile: "EN 419 221-5", reference: "CC-1")]
    whole.alternativeProcess = "national scheme"
    whole.configuration = "guide 1"
    whole.certifiedChannel = true
    whole.confinesCopies = true
    whole.keepsWrappedKeys = true
    let document = DeviceDocument(records: [whole, record("plain", firmware: "1")])
    #expect(try DeviceDocument(yaml: document.json.canonicalBytes()) == document)
  }

  @Test func `an id that occurs twice is refused by name`() throws {
    let twice = DeviceDocument(records: [record("one", firmware: "1"), record("one", firmware: "2")])
    let error = try #require(throws: (any Error).self) { try DeviceDocument(yaml: twice.json.canonicalBytes()) }
    #expect("\(error)".contains("an id occurs twice"))
  }
}
