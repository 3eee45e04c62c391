internal import X509

/// A cross-certificate is for the CA that is certified already: the same name and key, byte for byte.
struct CrossRequestIsOfTheCertifiedCA: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-2.request_differs", source: .baselineRequirements("7.1.2.2"), scope: .certificationRequest)

  func applies(to evidence: CertificationRequestEvidence) -> Bool { evidence.existing != nil }

  func check(_ evidence: CertificationRequestEvidence) -> [Violation] {
    guard let existing = evidence.existing else { return [] }
    return [Violation].unless(
      evidence.request.subject.derBytes == existing.subject.derBytes, "subject", found: "\(evidence.request.subject)",
      required: "\(existing.subject), byte for byte")
      + .unless(
        evidence.request.subjectPublicKeyInfo.derBytes == existing.subjectPublicKeyInfo.derBytes, "subjectPKInfo",
        found: "another key", required: "the key of the existing certificate")
  }
}
