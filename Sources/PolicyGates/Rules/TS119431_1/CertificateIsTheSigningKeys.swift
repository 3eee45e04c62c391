internal import Evidence
internal import X509

/// The certificate's public key is that of the key that signs.
struct CertificateIsTheSigningKeys: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.sig-a-6-01.certificate_of_another_key",
    source: .ts119431part1("SIG-A.6-01"), scope: .soleControl, duties: [.q4])

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    .unless(
      evidence.standing.certificate.subjectPublicKeyInfo.derBytes == evidence.standing.key.spki
        && evidence.standing.identity.spkiSHA256 == evidence.standing.key.spkiSHA256, "certificate.publicKey",
      found: "another key", required: "\(evidence.standing.identity.spkiSHA256)")
  }
}
