import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct RemoteDeviceIsWholeTests {
  private static func part(_ profile: String) -> DeviceComponent {
    DeviceComponent(product: "P", profile: profile, reference: "R")
  }

  @Test func `passes: a module and a signature activation module, or an alternative process`() throws {
    let composed = origin {
      $0.device?.management = .qtsp
      $0.device?.components = [Self.part("EN 419 221-5:2018"), Self.part("EN 419 241-2")]
    }
    #expect(try judge(RemoteDeviceIsWhole(), composed) == .passes)
    let alternative = origin {
      $0.device?.management = .qtsp
      $0.device?.alternativeProcess = "process of body B"
    }
    #expect(try judge(RemoteDeviceIsWhole(), alternative) == .passes)
  }

  @Test func `fails: a module alone`() throws {
    let required = "must be EN 419 221-5 and EN 419 241-2, or an alternative process for the whole"
    let module = origin {
      $0.device?.management = .qtsp
      $0.device?.components = [Self.part("EN 419 221-5")]
    }
    #expect(
      try judge(RemoteDeviceIsWhole(), module)
        == .fails(["device.components is EN 419 221-5 (example-hsm), \(required)"]))
    #expect(
      try judge(RemoteDeviceIsWhole(), origin { $0.device?.management = .qtsp })
        == .fails(["device.components is none (example-hsm), \(required)"]))
  }

  @Test func `does not apply: a device that its user keeps, or no demand for a QSCD`() throws {
    #expect(try judge(RemoteDeviceIsWhole(), origin()) == .doesNotApply)
    let secure = origin(demand: .secureDevice) { $0.device?.management = .qtsp }
    #expect(try judge(RemoteDeviceIsWhole(), secure) == .doesNotApply)
  }
}
