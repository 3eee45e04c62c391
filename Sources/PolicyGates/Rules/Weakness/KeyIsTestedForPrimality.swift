internal import Evidence

/// Where something gets signed, an RSA modulus has been tested for being a prime and for factors up to 65537.
/// Reports on many files may leave these tests out, which take longer than all others; this says so.
struct KeyIsTestedForPrimality: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.weakness.primality_not_tested", source: .house("absent evidence is never good"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.subjectKey.examination == .thorough, "subjectPublicKeyInfo.modulus",
      found: "not tested for being a prime", required: "a modulus that was tested")
  }
}
