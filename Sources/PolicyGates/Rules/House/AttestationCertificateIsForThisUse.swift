internal import DER
internal import X509

/// Verifiers refuse a signer without these (draft-ietf-rats-pkix-key-attestation-07, section 3.2).
struct AttestationCertificateIsForThisUse: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.statement.certificate_unfit", source: .house("our own evidence"), scope: .keyStatement,
    duties: [.q2])

  func check(_ evidence: StatementEvidence) -> [Violation] {
    let (extensions, purpose) = (evidence.signer.certificate.extensions, evidence.signer.purpose)
    let usage = extensions.extensionValue(KeyUsage.self).value
    let purposes = extensions.extensionValue(ExtendedKeyUsage.self).value?.purposes ?? []
    return [Violation].unless(
      usage?.contains(.digitalSignature) ?? false, "attestationKey.certificate.keyUsage",
      found: usage.map { "\($0)" } ?? "absent", required: "digitalSignature")
      + .unless(
        purposes.contains(purpose), "attestationKey.certificate.extKeyUsage",
        found: purposes.isEmpty ? "absent" : purposes.map { "\($0)" }.joined(separator: ", "), required: "\(purpose)")
  }
}
