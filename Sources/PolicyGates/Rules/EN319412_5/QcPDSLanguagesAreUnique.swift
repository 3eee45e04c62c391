internal import X509

/// Of two PDS in one language nobody knows which one holds.
struct QcPDSLanguagesAreUnique: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-4-3-4-02.qcpds_language_repeated", source: .en319412part5("4.3.4"))

  func applies(to content: CertificateContent) -> Bool { !content.pdsLocations.isEmpty }

  func check(_ content: CertificateContent) -> [Violation] {
    let languages = content.pdsLocations.map { $0.language.lowercased() }
    return languages.repeatedElements.sorted().map {
      Violation(field: "extensions.qcStatements.qcPDS", found: "\($0) more than once", required: "each language once")
    }
  }
}
