internal import X509

/// A cross-certificate names the CA as its certificate does, byte for byte: else no path goes through it.
struct CrossSubjectIsTheExisting: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-2-2.subject_differs", source: .baselineRequirements("7.1.2.2.2"), scope: .crossCA)

  func check(_ ca: PlannedCA) -> [Violation] {
    let existing = ca.plan.existing?.subject
    return .unless(
      existing?.derBytes == ca.content.tbs.subject.derBytes, "subject", found: "\(ca.content.tbs.subject)",
      required: existing.map { "\($0), byte for byte" } ?? "that of the CA's existing certificate, which is not at hand"
    )
  }
}
