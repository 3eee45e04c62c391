internal import Evidence

/// Browsers know RSA and the curves of NIST.
struct SubjectKeyIsForTLS: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.6-1-5.subject_key_kind", source: .baselineRequirements("6.1.5, 7.1.3.1"), scope: .browserForum)

  func check(_ content: CertificateContent) -> [Violation] {
    let isKnown =
      switch content.subjectKey.kind {
      case .rsa, .ec(.p256), .ec(.p384), .ec(.p521): true
      case .ec, .ed25519, .ed448, .postQuantum: false
      // No policy at all takes it, which a rule of its own says.
      case .other: true
      }
    return .unless(
      isKnown, "subjectPublicKeyInfo", found: content.subjectKey.kind.label, required: "RSA, P-256, P-384 or P-521")
  }
}
