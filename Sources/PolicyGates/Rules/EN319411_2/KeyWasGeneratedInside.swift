internal import Evidence

/// A key that was imported or restored was known outside the device, save where it came from another QSCD and there is the
/// evidence for both. Not known is refused like false: absent evidence is no evidence.
struct KeyWasGeneratedInside: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-04.not_generated_inside", source: .en319411part2("SDP-6.5.1-04"),
    scope: .bornInDevice, duties: [.q2])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil && !origin.wasMovedWithEvidence }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let attested = origin.judged else { return [] }
    let claim = attested[.generatedInside]
    let violations: [Violation] = .unless(
      claim.value == .yes, "attestation.generatedInside", found: "\(claim.value.rawValue) (\(claim.source))",
      required: "true: generated inside the device")
    return [ClaimName.imported, .restored].reduce(into: violations) { violations, name in
      let claim = attested[name]
      violations += .unless(
        claim.value != .yes, "attestation.\(name.rawValue)", found: "true (\(claim.source))",
        required: "false: generated inside the device")
    }
  }
}
