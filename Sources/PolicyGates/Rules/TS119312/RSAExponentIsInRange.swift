internal import Evidence

/// The public exponent is odd, above 2^16 and below 2^256.
struct RSAExponentIsInRange: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_312.6-2-2-1.rsa_exponent_out_of_range", source: .ts119312("6.2.2.1"))

  func applies(to content: CertificateContent) -> Bool {
    if case .rsa = content.subjectKey.kind { true } else { false }
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard case .rsa(_, let exponent) = content.subjectKey.kind else { return [] }
    let digits = exponent.drop { $0 == 0 }
    let isAbove = digits.count > 3 || (digits.count == 3 && !digits.lexicographicallyPrecedes([1, 0, 1]))
    return .unless(
      isAbove && digits.count <= 32 && digits.last.map { $0 & 1 == 1 } ?? false, "subjectPublicKeyInfo.exponent",
      found: "0x\(Hex.encode(digits))", required: "odd, above 2^16 and below 2^256")
  }
}
