internal import Evidence

/// The statement is signed by the registered certificate, over exactly what is released.
struct SignedActivationIsOfTheContent: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.control.statement_differs",
    source: .house("sole control"), scope: .soleControl, duties: [.q4])

  func applies(to evidence: ActivationEvidence) -> Bool { !evidence.statements.isEmpty }

  func check(_ evidence: ActivationEvidence) -> [Violation] {
    evidence.statements.flatMap { statement in
      [Violation].unless(
        statement.signatureVerifies, "proof.statement.signature", found: "invalid",
        required: "valid under the registered certificate")
        + .unless(
          statement.contentMatches, "proof.statement.content", found: "another", required: "what is released")
    }
  }
}
