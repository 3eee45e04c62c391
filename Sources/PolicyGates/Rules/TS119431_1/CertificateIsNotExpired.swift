internal import Evidence

/// A key signs while its certificate is in its time.
struct CertificateIsNotExpired: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.sig-6-3-1-08.certificate_expired",
    source: .ts119431part1("SIG-6.3.1-08"), scope: .soleControl, duties: [.q4])

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    .unless(
      evidence.standing.isInTime(at: evidence.now), "certificate.validity",
      found: evidence.standing.period, required: "a time that holds \(evidence.now)")
  }
}
