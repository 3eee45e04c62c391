internal import Evidence
internal import X509

/// RSA keys of 1900 to 2999 bits are agreed until 2028-12-31.
struct RSABelow3000EndsInTime: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_312.6-2-2-1.rsa_below_3000_end", source: .ts119312("6.2.2.1"))

  func applies(to content: CertificateContent) -> Bool {
    if case .rsa = content.subjectKey.kind { (1900..<3000).contains(content.subjectKey.bits) } else { false }
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let notAfter = content.tbs.validity.notAfter
    return .unless(
      Instant(seconds: notAfter.secondsSinceEpoch) < Self.end, "validity.notAfter",
      found: "\(notAfter) with \(content.subjectKey.bits) bits", required: "before \(Self.end), or at least 3000 bits")
  }

  /// 2029-01-01T00:00:00Z
  private static let end = Instant(seconds: 1_861_920_000)
}
