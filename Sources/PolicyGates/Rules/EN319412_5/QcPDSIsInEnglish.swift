internal import X509

/// At least one of the PDS is in English.
struct QcPDSIsInEnglish: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-4-3-4-01.qcpds_english_missing", source: .en319412part5("4.3.4"))

  func applies(to content: CertificateContent) -> Bool { !content.pdsLocations.isEmpty }

  func check(_ content: CertificateContent) -> [Violation] {
    let languages = content.pdsLocations.map { $0.language.lowercased() }
    return .unless(
      languages.contains("en"), "extensions.qcStatements.qcPDS", found: languages.joined(separator: ", "),
      required: "en among the languages")
  }
}
