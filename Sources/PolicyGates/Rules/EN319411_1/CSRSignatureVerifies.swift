internal import Evidence

/// Proof of possession: the requester's key made the signature of the request.
struct CSRSignatureVerifies: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-1-01.proof_of_possession_missing", source: .en319411part1("REG-6.3.1-01"),
    scope: .subjects, duties: [.a7])

  func check(_ facts: ProcessFacts) -> [Violation] {
    let found = facts.csr.map { "signature verified: \($0.signatureVerified.rawValue)" } ?? "absent"
    return .unless(
      facts.csr?.signatureVerified == .yes, "csr", found: found,
      required: "a certification request that its own key signed")
  }
}
