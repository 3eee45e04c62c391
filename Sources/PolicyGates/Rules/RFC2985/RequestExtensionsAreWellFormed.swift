internal import X509

/// What a request asks for can be read, and stands once.
struct RequestExtensionsAreWellFormed: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_2985.5-4-2.extension_request", source: .rfc2985("5.4.2"), scope: .certificationRequest)

  func check(_ evidence: CertificationRequestEvidence) -> [Violation] {
    do {
      let repeated = try evidence.request.requestedExtensions()?.repeatedOIDs ?? []
      return repeated.map {
        Violation(field: "attributes.extensionRequest", found: "\($0) twice", required: "each extension once")
      }
    } catch {
      return [Violation(field: "attributes.extensionRequest", found: "\(error)", required: "a list of extensions")]
    }
  }
}
