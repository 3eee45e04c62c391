internal import DER
internal import X509

/// The only qualifier is the address of the practice statement, which a browser can fetch.
struct PolicyQualifiersAreAddresses: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-9.policy_qualifier", source: .baselineRequirements("7.1.2.7.9"), scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    !Self.qualifiers(content).isEmpty
  }

  func check(_ content: CertificateContent) -> [Violation] {
    Self.qualifiers(content).compactMap { qualifier in
      switch qualifier {
      case .practiceStatement(let uri) where Address.has(uri, schemes: ["http", "https"]): nil
      case .practiceStatement(let uri): Self.violation(uri)
      case .userNotice: Self.violation("a user notice")
      case .other(let type, _): Self.violation("\(type)")
      }
    }
  }

  private static func qualifiers(_ content: CertificateContent) -> [PolicyQualifier] {
    (content.extensionValue(CertificatePolicies.self).value?.policies ?? []).flatMap(\.qualifiers)
  }

  private static func violation(_ found: String) -> Violation {
    Violation(
      field: "extensions.certificatePolicies", found: found, required: "an http or https address of the practices")
  }
}
