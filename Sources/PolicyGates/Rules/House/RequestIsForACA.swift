internal import X509

/// A CA's key asks for a CA's certificate: what else somebody might make of the request it does not sign for.
struct RequestIsForACA: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.certification_request.not_for_a_ca",
    source: .house("requests for CAs; EN 319 411-1 GEN-6.5.3-03"), scope: .certificationRequest)

  func applies(to evidence: CertificationRequestEvidence) -> Bool { evidence.extensions != nil }

  func check(_ evidence: CertificationRequestEvidence) -> [Violation] {
    let asked = evidence.extensions ?? []
    let usage = asked.extensionValue(KeyUsage.self).value
    return [Violation].unless(
      asked.extensionValue(BasicConstraints.self).value?.isCA == true, "attributes.extensionRequest.basicConstraints",
      found: "no CA", required: "a CA")
      + .unless(
        usage?.contains(.keyCertSign) == true, "attributes.extensionRequest.keyUsage",
        found: usage.map { "\($0)" } ?? "absent", required: "keyCertSign")
  }
}
