internal import DER
internal import X509

/// A certificate of a legal person is for seals.
struct QcTypeIsSeal: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-4-2-3.qctype_not_eseal",
    source: .en319412part5("4.2.3, EN 319 412-2 QCS-5.2-2"), scope: .qualifiedSeals)

  func applies(to content: CertificateContent) -> Bool {
    content.qcStatements != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    (content.qcStatements?.statements ?? []).compactMap { statement in
      guard case .type(let types) = statement, types != [.qcTypeESeal] else { return nil }
      return Violation(
        field: "extensions.qcStatements.qcType", found: types.map(\.description).joined(separator: ", "),
        required: "\(ObjectIdentifier.qcTypeESeal) (eseal) alone")
    }
  }
}
