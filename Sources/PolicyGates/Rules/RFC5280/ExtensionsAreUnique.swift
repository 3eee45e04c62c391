internal import DER
internal import X509

/// Of two instances each reader may believe another one.
struct ExtensionsAreUnique: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2.extension_repeated", source: .rfc5280("4.2"))

  func check(_ content: CertificateContent) -> [Violation] {
    content.tbs.extensions.repeatedOIDs.map {
      Violation(field: KnownExtension.field($0), found: "more than one instance", required: "at most one instance")
    }
  }
}
