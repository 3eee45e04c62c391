internal import Evidence

/// Proof of possession of a key that is not on the ceremony's token: it signed the request, or its own certificate.
struct RequestedKeyIsPossessed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-1-01.requested_key_not_possessed", source: .en319411part1("REG-6.3.1-01"),
    scope: .subordinateCAs.union(.statusSigners), duties: [.a7])

  func applies(to ca: PlannedCA) -> Bool { ca.plan.isKeyElsewhere || ca.content.purpose == .crossCA }

  func check(_ ca: PlannedCA) -> [Violation] {
    .unless(
      ca.plan.possession == .yes, "request", found: "signature verified: \(ca.plan.possession.rawValue)",
      required: "a request that the key signed, or a certificate of its own")
  }
}
