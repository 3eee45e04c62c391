internal import Evidence

/// A signature of an algorithm that nobody here can compute is neither good nor bad: the report says that it is open.
struct SignatureCanBeVerified: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.signature.not_verifiable", source: .house("absent evidence is never good"))

  func applies(to form: CertificateForm) -> Bool { form.signature != .notMade }

  func check(_ form: CertificateForm) -> [Violation] {
    guard case .notPossible(let oid) = form.signature else { return [] }
    let name = PostQuantumAlgorithm.allCases.first { $0.dottedOID == oid }.map { "\($0.rawValue) (\(oid))" } ?? oid
    return [
      Violation(
        field: "signatureValue", found: "of \(name), which cannot be verified by this build",
        required: "a signature that this build can verify")
    ]
  }
}
