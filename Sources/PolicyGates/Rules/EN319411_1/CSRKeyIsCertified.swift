internal import Evidence
internal import X509

/// The key whose possession was proved is the key that gets certified, byte for byte.
struct CSRKeyIsCertified: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-1-01.csr_key_differs", source: .en319411part1("REG-6.3.1-01"), scope: .subjects,
    duties: [.a7])

  func applies(to facts: ProcessFacts) -> Bool { facts.csr != nil }

  func check(_ facts: ProcessFacts) -> [Violation] {
    guard let csr = facts.csr else { return [] }
    return .unless(
      csr.publicKey == facts.content.tbs.subjectPublicKeyInfo.derBytes, "csr.subjectPublicKeyInfo",
      found: "another key", required: "the key of tbsCertificate.subjectPublicKeyInfo")
  }
}
