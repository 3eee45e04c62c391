internal import Evidence

/// The certificate before is one of this provider's: issued here, or in an imported inventory.
struct PreviousCertificateIsRegistered: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.lifecycle.previous_unknown",
    source: .sealgate("evidence is compared with the registers; EN 319 411-1 6.3.6 to 6.3.8"), scope: .subjects,
    duties: [.l1, .l2, .l3])

  func applies(to facts: LifecycleFacts) -> Bool { facts.change.isSubsequent && facts.change.previous != nil }

  func check(_ facts: LifecycleFacts) -> [Violation] {
    .unless(
      facts.registeredPrevious != nil, "previousCertificate", found: "none that the registers know",
      required: "a certificate that was issued here or imported")
  }
}
