internal import Evidence

/// A key that was imported or restored was known outside the device.
/// Not known is refused like false: absent evidence is no evidence.
struct KeyWasGeneratedInside: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-04.not_generated_inside", source: .en319411part2("SDP-6.5.1-04"),
    scope: .bornInDevice, duties: [.q2])

  func applies(to origin: KeyOrigin) -> Bool { origin.attested != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let claim = origin.attested?[.generatedInside] else { return [] }
    return .unless(
      claim.value == .yes, "attestation.generatedInside", found: "\(claim.value.rawValue) (\(claim.source))",
      required: "true: generated inside the device")
  }
}
