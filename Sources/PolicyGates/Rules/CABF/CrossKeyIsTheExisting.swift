internal import X509

/// A cross-certificate is over the key that the CA has.
struct CrossKeyIsTheExisting: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-2.key_differs", source: .baselineRequirements("7.1.2.2"), scope: .crossCA)

  func check(_ ca: PlannedCA) -> [Violation] {
    let (existing, tbs) = (ca.plan.existing, ca.content.tbs)
    let identifier = existing?.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier
    return [Violation].unless(
      existing?.subjectPublicKeyInfo.derBytes == tbs.subjectPublicKeyInfo.derBytes, "subjectPublicKeyInfo",
      found: "another key", required: "the key of the CA's existing certificate")
      + .unless(
        identifier == tbs.extensionValue(SubjectKeyIdentifier.self).value?.keyIdentifier,
        "extensions.subjectKeyIdentifier", found: "another identifier",
        required: "that of the existing certificate, which the certificates below name")
  }
}
