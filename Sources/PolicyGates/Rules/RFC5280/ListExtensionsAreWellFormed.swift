internal import X509

/// What verifiers cannot read, or find twice, makes them refuse the list.
struct ListExtensionsAreWellFormed: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-2.list_extension_malformed", source: .rfc5280("5.2, 5.3"), scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    let list = evidence.list
    let known: [(String, X509Error?)] = [
      ("authorityKeyIdentifier", defect(list.extensionValue(AuthorityKeyIdentifier.self))),
      ("cRLNumber", defect(list.extensionValue(CRLNumber.self))),
      ("issuingDistributionPoint", defect(list.extensionValue(IssuingDistributionPoint.self))),
      ("expiredCertsOnCRL", defect(list.extensionValue(ExpiredCertificatesOnCRL.self))),
    ]
    let malformed = known.compactMap { name, error in
      error.map { Violation(field: "extensions.\(name)", found: "\($0)", required: "a well-formed value") }
    }
    let repeated = list.extensions.repeatedOIDs.map {
      Violation(field: "extensions.\($0)", found: "more than one", required: "one at most")
    }
    return malformed + repeated
      + evidence.entries("", required: "entry extensions that are well formed, each once") { entry in
        defect(entry.reason).map { "\($0)" } ?? defect(entry.invalidityDate).map { "\($0)" }
          ?? entry.extensions.repeatedOIDs.first.map { "\($0) twice" }
      }
  }

  private func defect<Value: CertificateExtension>(_ value: ExtensionValue<Value>) -> X509Error? {
    if case .malformed(let error, _) = value { error } else { nil }
  }
}
