internal import Evidence

/// The CA has evidence that the certified key is from a pair that a QSCD generated, or the device that the policy asks for.
struct KeyOriginIsAttested: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-04.key_origin_unknown", source: .en319411part2("SDP-6.5.1-04"),
    scope: .bornInDevice, duties: [.q2])

  func applies(to origin: KeyOrigin) -> Bool { origin.demand != .none }

  func check(_ origin: KeyOrigin) -> [Violation] {
    .unless(
      origin.attested != nil, "attestation", found: origin.kept?.keeping.problem.map { "absent: \($0)" } ?? "absent",
      required: "evidence of where the key was generated")
  }
}
