internal import Evidence

/// Below 1900 bits no RSA key is agreed for anything.
struct RSAModulusIsLong: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_312.6-2-2-1.rsa_modulus_too_short", source: .ts119312("6.2.2.1"))

  func applies(to content: CertificateContent) -> Bool {
    if case .rsa = content.subjectKey.kind { true } else { false }
  }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.subjectKey.bits >= 1900, "subjectPublicKeyInfo", found: "\(content.subjectKey.bits) bits",
      required: "at least 1900 bits, 3000 from 2027 on")
  }
}
