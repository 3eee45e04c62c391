internal import Evidence

/// RSA, the curves P-256, P-384, P-521, brainpool and FRP256v1, Ed25519, Ed448, ML-DSA, SLH-DSA from 192 bits of strength
/// on, and the stateful hash-based signatures: whatever else there is, is not agreed.
struct KeyTypeIsAgreed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_312.6-2-2.key_type", source: .ts119312("6.2.2"))

  /// What is no key, or lies on a curve without a name, has a rule of its own.
  func applies(to content: CertificateContent) -> Bool {
    !content.subjectKey.weaknesses.contains { $0.kind == .malformed || $0.kind == .explicitParameters }
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let kind = content.subjectKey.kind
    return .unless(
      kind.isAgreed, "subjectPublicKeyInfo.algorithm", found: kind.label,
      required: "RSA, Ed25519, Ed448, ML-DSA, SLH-DSA of 192 or 256 bits, LMS, XMSS, or one of "
        + EllipticCurve.allCases.map(\.rawValue).joined(separator: ", "))
  }
}

extension KeyKind {
  fileprivate var isAgreed: Bool {
    switch self {
    case .rsa, .ec, .ed25519, .ed448: true
    case .postQuantum(let algorithm): algorithm.isAgreed
    case .other: false
    }
  }
}
