internal import Evidence

/// A software token stands in for a device only where the configuration says that nothing is for real.
struct DemoDeviceOnlyInDemo: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.device.demo_outside_demo", source: .house("demo devices"))

  func applies(to origin: KeyOrigin) -> Bool { origin.demand != .none && origin.device?.demo == true }

  func check(_ origin: KeyOrigin) -> [Violation] {
    .unless(
      origin.demo, "device.demo", found: "true (\(origin.device?.id ?? ""))", required: "a device that is no stand-in")
  }
}
