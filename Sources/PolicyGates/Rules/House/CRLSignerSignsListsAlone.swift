internal import X509

/// Who signs lists signs nothing else: no certificates, no answers, nothing that binds a person.
struct CRLSignerSignsListsAlone: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.crl_signer_profile.key_usage",
    source: .house("status signers; RFC 5280 4.2.1.3, EN 319 411-1 GEN-6.5.3-03"), scope: .crlSigner)

  func check(_ ca: PlannedCA) -> [Violation] {
    let usage = ca.content.extensionValue(KeyUsage.self).value
    let purposes = ca.content.extensionValue(ExtendedKeyUsage.self)
    return [Violation].unless(
      usage == [.cRLSign], "extensions.keyUsage", found: usage.map { "\($0)" } ?? "absent",
      required: "\(KeyUsage([.cRLSign]))")
      + .unless(purposes == .absent, "extensions.extKeyUsage", found: "present", required: "absent")
  }
}
