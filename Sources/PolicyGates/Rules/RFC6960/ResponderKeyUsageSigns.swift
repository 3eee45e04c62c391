internal import DER
internal import X509

/// A responder signs answers: that is the use of its key, and nothing that binds a person or signs certificates.
struct ResponderKeyUsageSigns: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6960.4-2-2-2.key_usage", source: .rfc6960("4.2.2.2, RFC 5280 4.2.1.3"), scope: .ocspResponder)

  func check(_ content: CertificateContent) -> [Violation] {
    let usage = content.extensionValue(KeyUsage.self).value
    return .unless(
      usage == [.digitalSignature], "extensions.keyUsage", found: usage.map { "\($0)" } ?? "absent",
      required: "\(KeyUsage([.digitalSignature]))")
  }
}
