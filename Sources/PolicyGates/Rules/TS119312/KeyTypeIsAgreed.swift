internal import Evidence

/// RSA, the curves P-256, P-384, P-521 and brainpool, and Ed25519: whatever else there is, is not agreed.
struct KeyTypeIsAgreed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_312.6-2-2.key_type", source: .ts119312("6.2.2"))

  func check(_ content: CertificateContent) -> [Violation] {
    guard case .other(let oid) = content.subjectKey.kind else { return [] }
    return [
      Violation(
        field: "subjectPublicKeyInfo.algorithm", found: oid,
        required: "RSA, Ed25519, or one of " + EllipticCurve.allCases.map(\.rawValue).joined(separator: ", "))
    ]
  }
}
