internal import X509

/// An extension whose value cannot be read says nothing, or something else to another reader.
struct ExtensionsAreWellFormed: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2.extension_malformed", source: .rfc5280("4.2"))

  func check(_ content: CertificateContent) -> [Violation] {
    KnownExtension.all.compactMap { known in
      known.defect(content).map {
        Violation(field: KnownExtension.field(known.oid), found: "\($0)", required: "the DER of its definition")
      }
    }
  }
}
