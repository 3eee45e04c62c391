internal import Evidence
internal import X509

/// A server signs handshakes, or deciphers a key with RSA; it signs no documents and no certificates. Which of enciphering and agreeing
/// fits the key is asked by another rule.
struct KeyUsageIsForTLS: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-11.key_usage_prohibited", source: .baselineRequirements("7.1.2.7.11"), scope: .browserForum
  )

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(KeyUsage.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    guard let usage = content.extensionValue(KeyUsage.self).value else { return [] }
    var allowed: KeyUsage = [.digitalSignature, .keyEncipherment, .keyAgreement]
    if case .rsa = content.subjectKey.kind { allowed.insert(.dataEncipherment) }
    let surplus = usage.subtracting(allowed)
    return .unless(
      surplus.isEmpty, "extensions.keyUsage", found: "\(usage)", required: "without \(surplus) for this kind of key")
  }
}
