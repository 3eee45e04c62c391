internal import Evidence
internal import X509

/// The certificate, the key on the token and the statement name one attestation key.
struct AttestationCertificateIsTheKeys: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.statement.attestation_key_differs", source: .house("our own evidence"), scope: .keyStatement,
    duties: [.q2])

  func check(_ evidence: StatementEvidence) -> [Violation] {
    let signer = evidence.signer
    return [Violation].unless(
      signer.certificate.subjectPublicKeyInfo.derBytes == signer.publicKey.spki
        && signer.key.spkiSHA256 == signer.publicKey.spkiSHA256, "attestationKey.certificate",
      found: "a certificate of another key", required: "that of \(signer.key.spkiSHA256)")
      + evidence.compare(.attestationKey, with: .octets(signer.publicKey.spki))
  }
}
