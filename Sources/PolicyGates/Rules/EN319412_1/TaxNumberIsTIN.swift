internal import DER
internal import X509

/// TAX is deprecated: TIN says the same in the way that the Commission lists.
struct TaxNumberIsTIN: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_1.nat-5-1-3-04.tax_deprecated",
    source: .en319412part1("NAT-5.1.3-04"), severity: .warning)

  func applies(to content: CertificateContent) -> Bool {
    content.declares(.natural)
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.tbs.subject.values(of: .serialNumber).map(\.text).filter { $0.hasPrefix("TAX") }.map {
      Violation(field: "subject.serialNumber", found: $0, required: "TIN in the place of TAX")
    }
  }
}
