internal import Evidence

/// Where the policy or the terms require a device, its use is agreed to.
struct DeviceUseIsAgreed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-4-10a.device_use_not_agreed", source: .en319411part1("REG-6.3.4-10A b)"),
    scope: .subjects, duties: [.i6])

  func applies(to facts: ProcessFacts) -> Bool { facts.requiresDevice && facts.application?.agreement != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    .unless(
      facts.application?.agreement?.deviceUseConsent == true, "application.agreement.deviceUseConsent",
      found: facts.application?.agreement?.deviceUseConsent == nil ? "absent" : "false", required: "true")
  }
}
