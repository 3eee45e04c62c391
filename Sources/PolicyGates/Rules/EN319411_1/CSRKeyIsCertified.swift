internal import Evidence
internal import X509

/// The key whose possession was proved is the key that gets certified, byte for byte.
struct CSRKeyIsCertified: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-1-01.csr_key_differs", source: .en319411part1("REG-6.3.1-01"), scope: .subjects,
    duties: [.a7])

  func applies(to evidence: CertificateEvidence) -> Bool { evidence.csr != nil }

  func check(_ evidence: CertificateEvidence) -> [Violation] {
    guard let csr = evidence.csr else { return [] }
    return .unless(
      csr.publicKey == evidence.content.tbs.subjectPublicKeyInfo.derBytes, "csr.subjectPublicKeyInfo",
      found: "another key", required: "the key of tbsCertificate.subjectPublicKeyInfo")
  }
}
