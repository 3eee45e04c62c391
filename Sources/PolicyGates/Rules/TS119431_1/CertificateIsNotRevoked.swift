internal import Evidence

/// A key does not sign while its certificate is revoked or suspended.
struct CertificateIsNotRevoked: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.sig-6-3-1-08.certificate_revoked",
    source: .ts119431part1("SIG-6.3.1-08"), scope: .soleControl, duties: [.q4])

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    .unless(
      evidence.standing.revocation == nil, "certificate.status",
      found: evidence.standing.revocation.map { "\($0.reason.rawValue) at \($0.at)" } ?? "",
      required: "neither revoked nor suspended")
  }
}
