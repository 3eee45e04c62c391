internal import Evidence

/// A registration authority is recognised for the CA that it sends applications to.
struct RequesterMayUseIssuer: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-2-02.requester_not_authorised_for_issuer", source: .en319411part1("REG-6.3.2-02"),
    scope: .subjects, duties: [.a8])

  func check(_ evidence: CertificateEvidence) -> [Violation] {
    .unless(
      evidence.requester.issuers.contains(evidence.request.issuer), "issuer", found: evidence.request.issuer,
      required:
        "one of those \(evidence.requester.id) may use: \(evidence.requester.issuers.sorted().joined(separator: ", "))")
  }
}
