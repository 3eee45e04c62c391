internal import Evidence

/// A key whose certificate was revoked for a breach of security is not certified again. A revocation without a reason
/// may have been for one.
struct PreviousIsNotRevokedForBreach: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.gen-6-3-6-10.previous_revoked", source: .en319411part1("GEN-6.3.6-10"), scope: .subjects,
    duties: [.l1, .l3])

  func applies(to facts: LifecycleFacts) -> Bool {
    facts.change.event.keepsKey && facts.registers.previousRevocation != nil
  }

  func check(_ facts: LifecycleFacts) -> [Violation] {
    guard let revocation = facts.registers.previousRevocation else { return [] }
    return .unless(
      !revocation.reason.mayBeBreach, "previousCertificate",
      found: "revoked at \(revocation.at), reason \(revocation.reason.rawValue)",
      required: "not revoked for a breach of security; or a re-key")
  }
}
