internal import X509

/// The statement is for devices certified under another law than the EU's.
struct QcQSCDlegislationIsForeign: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-4-2-5-01.qcqscdlegislation_of_member_state", source: .en319412part5("QCS-4.2.5-01"))

  func applies(to content: CertificateContent) -> Bool { content.qcStatements != nil }

  func check(_ content: CertificateContent) -> [Violation] {
    (content.qcStatements?.statements ?? []).flatMap { statement -> [Violation] in
      guard case .qscdLegislation(let countries) = statement else { return [] }
      return countries.filter { !Codes.countries.contains($0) || Self.union.contains($0) }.map {
        Violation(
          field: "extensions.qcStatements.qcQSCDlegislation", found: $0, required: "a country outside EU and EEA")
      }
    }
  }

  /// The member states and the other EEA states. EU and EL are no codes of ISO 3166.
  private static let union: Set<String> = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO",
  ]
}
