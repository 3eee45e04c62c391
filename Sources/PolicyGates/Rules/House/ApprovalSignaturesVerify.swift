internal import Evidence

/// A signature over an approval that is there must hold, under every policy, and be about an approval that is there.
struct ApprovalSignaturesVerify: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.application.approval_signature_invalid", source: .en319411part1("REG-6.3.2-01", house: true),
    scope: .subjects, duties: [.i1])

  func applies(to facts: ProcessFacts) -> Bool { facts.signatures.contains { $0.part != .registration } }

  func check(_ facts: ProcessFacts) -> [Violation] {
    facts.signatures.flatMap { signature -> [Violation] in
      guard case .approval(let index) = signature.part else { return [] }
      guard facts.approvals.indices.contains(index) else {
        return [
          Violation(
            field: "application.signatures",
            found: "by \(signature.signer) over approvals/\(index), which is not there",
            required: "one over an approval of the application")
        ]
      }
      return facts.defects(of: signature, as: .approver, what: "approvals/\(index)")
    }
  }
}
