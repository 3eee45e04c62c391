internal import Evidence
internal import X509

/// A certificate that authenticates the request for the next one must be valid (REG-6.3.6-02, REG-6.3.7-03).
struct AuthenticatingCertificateIsValid: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.reg-6-3-6-02.previous_not_valid", source: .en319411part1("REG-6.3.6-02, REG-6.3.7-03"),
    scope: .subjects, duties: [.l1, .l2])

  func applies(to facts: LifecycleFacts) -> Bool { facts.change.isSubsequent }

  func check(_ facts: LifecycleFacts) -> [Violation] {
    guard let authenticates = facts.application?.lifecycle?.previousAuthenticates else {
      return [
        Violation(
          field: "application.lifecycle.previousAuthenticates", found: "absent",
          required: "true or false: whether the previous certificate authenticates the request")
      ]
    }
    guard authenticates, let previous = facts.change.previous else { return [] }
    let validity = previous.tbs.validity
    let revocation = facts.registers.previousRevocation
    return [
      [Violation].unless(
        validity.contains(secondsSinceEpoch: facts.now.seconds), "previousCertificate.validity",
        found: "\(validity.notBefore) to \(validity.notAfter)",
        required: "valid at \(facts.now), as it authenticates the request"),
      [Violation].unless(
        revocation == nil, "previousCertificate", found: "revoked at \(revocation?.at.description ?? "")",
        required: "not revoked, as it authenticates the request"),
    ].flatMap { $0 }
  }
}
