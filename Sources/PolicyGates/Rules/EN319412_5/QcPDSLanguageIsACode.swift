internal import X509

/// A language is a code of ISO 639-1.
struct QcPDSLanguageIsACode: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-4-3-4-04.qcpds_language", source: .en319412part5("4.3.4"))

  func applies(to content: CertificateContent) -> Bool { !content.pdsLocations.isEmpty }

  func check(_ content: CertificateContent) -> [Violation] {
    content.pdsLocations.filter { !Codes.languages.contains($0.language.lowercased()) }.map {
      Violation(field: "extensions.qcStatements.qcPDS", found: $0.language, required: "a code of ISO 639-1")
    }
  }
}
