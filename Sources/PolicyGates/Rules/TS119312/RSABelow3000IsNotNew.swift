internal import Evidence
internal import X509

/// RSA keys of 1900 to 2999 bits get no new certificate after 2026-12-31.
struct RSABelow3000IsNotNew: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_312.6-2-2-1.rsa_below_3000_new", source: .ts119312("6.2.2.1"))

  func applies(to content: CertificateContent) -> Bool {
    if case .rsa = content.subjectKey.kind { (1900..<3000).contains(content.subjectKey.bits) } else { false }
  }

  func check(_ content: CertificateContent) -> [Violation] {
    // A notBefore in the future is issuance at that time as far as the key's strength goes.
    let issued = max(content.issuedAt, Instant(seconds: content.tbs.validity.notBefore.secondsSinceEpoch))
    return .unless(
      issued < Self.end, "subjectPublicKeyInfo", found: "\(content.subjectKey.bits) bits, issued \(issued)",
      required: "issued before \(Self.end), or at least 3000 bits")
  }

  /// 2027-01-01T00:00:00Z
  private static let end = Instant(seconds: 1_798_761_600)
}
