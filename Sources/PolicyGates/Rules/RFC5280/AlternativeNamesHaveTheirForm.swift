internal import DER
internal import X509

/// A mailbox is `local@host`, a host has a name, a URI is absolute. The bytes of addresses are checked where they are read.
struct AlternativeNamesHaveTheirForm: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-2-1-6.alternative_name_form", source: .rfc5280("4.2.1.6"),
    scope: .everything.subtracting(.web))

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(SubjectAlternativeName.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    (content.extensionValue(SubjectAlternativeName.self).value?.names ?? []).compactMap { name in
      switch name {
      case .rfc822Name(let text) where !Self.isMailbox(text): Self.violation(text, "local@host")
      case .dnsName(let text) where text.isEmpty || text.contains(where: \.isWhitespace):
        Self.violation(text, "a host name")
      case .uri(let text) where !Self.isAbsolute(text): Self.violation(text, "an absolute URI")
      default: nil
      }
    }
  }

  private static func violation(_ found: String, _ required: String) -> Violation {
    Violation(field: "extensions.subjectAltName", found: found.isEmpty ? "empty" : found, required: required)
  }

  private static func isMailbox(_ text: String) -> Bool {
    guard let at = text.lastIndex(of: "@") else { return false }
    let host = text[text.index(after: at)...]
    return at != text.startIndex && !host.isEmpty && !host.contains(where: \.isWhitespace) && !text.contains("<")
  }

  private static func isAbsolute(_ text: String) -> Bool {
    guard let colon = text.firstIndex(of: ":") else { return false }
    return text.first?.isLetter == true && text.index(after: colon) != text.endIndex
      && !text.contains(where: \.isWhitespace)
  }
}
