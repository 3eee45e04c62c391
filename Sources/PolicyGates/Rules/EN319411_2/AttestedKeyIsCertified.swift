internal import Evidence

/// Evidence about one key says nothing about another.
struct AttestedKeyIsCertified: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_2.sdp-6-5-1-04.attested_key_differs", source: .en319411part2("SDP-6.5.1-04"),
    scope: .bornInDevice, duties: [.q2])

  func applies(to origin: KeyOrigin) -> Bool { origin.judged != nil }

  func check(_ origin: KeyOrigin) -> [Violation] {
    guard let attested = origin.judged else { return [] }
    return .unless(
      attested.spkiSHA256 == origin.certifiedKey, "attestation.spki", found: "\(attested.spkiSHA256)",
      required: "the certified key, \(origin.certifiedKey)")
  }
}
