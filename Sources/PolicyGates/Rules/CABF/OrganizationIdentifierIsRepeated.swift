internal import DER
internal import X509

/// Browsers parse the extension and not the attribute; both say the same.
struct OrganizationIdentifierIsRepeated: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.evg.7-1-2-2.organization_identifier_extension", source: .evGuidelines("7.1.2.2"),
    scope: .extendedValidation)

  func applies(to content: CertificateContent) -> Bool {
    content.hasSubject(.organizationIdentifier)
      || content.extensionValue(CABFOrganizationIdentifier.self) != .absent
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let named = content.tbs.subject.attributes.filter { $0.type == .organizationIdentifier }
      .map { $0.string?.text ?? "no text" }
    let value = content.extensionValue(CABFOrganizationIdentifier.self).value?.text
    return .unless(
      named == value.map { [$0] } ?? [], "extensions.cabfOrganizationIdentifier", found: value ?? "absent",
      required: named.isEmpty
        ? "absent, as the subject has none" : named.joined(separator: ", ") + ", as in the subject")
  }
}
