internal import Evidence
internal import X509

/// Good is said of what the CA issued, and of nothing else: its own certificate with its own signature is at hand.
struct AnswerIsOfIssuedCertificates: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.ovr-6-6-3-02.not_issued", source: .en319411part1("OVR-6.6.3-02"), scope: .statusAnswer,
    duties: [.s6])

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    evidence.subjects.flatMap { subject -> [Violation] in
      let isOwn = subject.certificate.issuer.derBytes == evidence.issuer.subject.derBytes
      return .unless(
        isOwn && subject.isSignedByTheCA == .yes, "certificates[\(subject.certificate.serialNumber)]",
        found: isOwn ? "signature verified: \(subject.isSignedByTheCA.rawValue)" : "by \(subject.certificate.issuer)",
        required: "a certificate that the CA issued")
    }
  }
}
