internal import DER
internal import X509

/// Who asks a responder whether the responder is revoked asks in a circle: its certificate should say that nobody need ask.
struct ResponderSaysNoCheck: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.css-6-6-3-01a.no_check_missing", source: .en319411part1("CSS-6.6.3-01A"), severity: .warning,
    scope: .ocspResponder)

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      content.tbs.extensions.contains { $0.oid == OCSPNoCheck.oid }, "extensions.ocspNoCheck", found: "absent",
      required: "present")
  }
}
