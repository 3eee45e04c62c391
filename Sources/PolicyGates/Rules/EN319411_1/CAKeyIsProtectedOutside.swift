internal import Evidence

/// A CA key outside its device is protected as well as inside it, and backed up under dual control. Where a ceremony's script
/// has it leave under a wrapping key, the device must say just that: it can leave wrapped, and never could in clear.
/// Not known is refused like false: absent evidence is no evidence.
struct CAKeyIsProtectedOutside: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.gen-6-5-2-05.unprotected_outside", source: .en319411part1("GEN-6.5.2-04 to -09"),
    scope: .cas, duties: [.k1])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil && origin.leavesWrapped }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let attested = origin.judged else { return [] }
    let wanted: [(ClaimName, Truth, String)] = [
      (.extractableWrapped, .yes, "true: the script has the key backed up under a wrapping key"),
      (.extractableClear, .no, "false: leaves under a wrapping key alone"),
      (.everNonSensitive, .no, "false: never was readable in clear"),
    ]
    return wanted.flatMap { name, value, required in
      [Violation].unless(
        attested[name].value == value, "attestation.\(name.rawValue)",
        found: "\(attested[name].value.rawValue) (\(attested[name].source))", required: required)
    }
  }
}
