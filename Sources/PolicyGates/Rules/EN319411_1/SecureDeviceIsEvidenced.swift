internal import Evidence

/// NCP+, the QSCD policies, and QCP-n or QCP-l whose terms require a device: the evidence names the device and its certification.
struct SecureDeviceIsEvidenced: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.5-1.secure_device_missing", source: .en319411part1("5.1, EN 319 411-2 OVR-5.1-02, -04, -05"),
    scope: .subjects, duties: [.q1])

  func applies(to facts: ProcessFacts) -> Bool { facts.requiresDevice && facts.application != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    let device = facts.application?.device
    let isSecure = device?.kind == .qscd || device?.kind == .secureCryptographicDevice
    var violations: [Violation] = .unless(
      isSecure, "application.device.kind", found: device?.kind?.rawValue ?? "absent",
      required: "qscd or secure cryptographic device")
    let members = [("model", device?.model), ("serial", device?.serial), ("certification", device?.certification)]
    violations += members.filter { $0.1 == nil }.map {
      Violation(field: "application.device.\($0.0)", found: "absent", required: "of the device that holds the key")
    }
    return violations
  }
}
