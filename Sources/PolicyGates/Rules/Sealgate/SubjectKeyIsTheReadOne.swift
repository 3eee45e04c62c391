internal import Evidence
internal import X509

/// The facts about the key are facts about the key in the certificate.
struct SubjectKeyIsTheReadOne: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.profile.key_facts_differ", source: .sealgate("what is checked is what is signed"), duties: [.i5]
  )

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.subjectKey.spki == content.tbs.subjectPublicKeyInfo.derBytes, "subjectPublicKeyInfo",
      found: "facts about another key", required: "facts about this key")
  }
}
