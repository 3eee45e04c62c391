internal import DER
internal import X509

/// A qualified certificate for a website says that it is one; readers take one that does not for a signature's.
struct QcTypeIsWeb: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_4.qcs-4-3-1.qctype_not_web", source: .en319412part4("QCS-4.3-1, EN 319 412-5 QCS-5-01, 4.2.3"),
    scope: .qualifiedWeb)

  func check(_ content: CertificateContent) -> [Violation] {
    let types = (content.qcStatements?.statements(.qcType) ?? []).map { statement in
      if case .type(let types) = statement { types } else { [ObjectIdentifier]() }
    }
    return .unless(
      types == [[.qcTypeWeb]], "extensions.qcStatements.qcType",
      found: types.isEmpty ? "absent" : types.joined().map(\.description).joined(separator: ", "),
      required: "\(ObjectIdentifier.qcTypeWeb) (web) alone")
  }
}
