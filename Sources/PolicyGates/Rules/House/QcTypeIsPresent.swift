internal import DER
internal import X509

/// Optional for signatures, but readers take a seal without it for a signature: we always say which it is.
struct QcTypeIsPresent: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.profile.qctype_missing", source: .en319412part5("QCS-5-01", house: true),
    scope: .qualifiedSignatures, duties: [.i3])

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.qcStatements?.contains(.qcType) == true, "extensions.qcStatements.qcType", found: "absent",
      required: "present")
  }
}
