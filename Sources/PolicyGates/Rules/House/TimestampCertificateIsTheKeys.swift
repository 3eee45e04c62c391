internal import Evidence
internal import X509

/// The key on the token is the one in the unit's certificate.
struct TimestampCertificateIsTheKeys: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.timestamp.key_differs", source: .house("time stamps"), scope: .timestamp, duties: [.r8])

  func check(_ unit: TimestampUnit) -> [Violation] {
    .unless(
      unit.certificate.subjectPublicKeyInfo.derBytes == unit.publicKey.spki
        && unit.key.spkiSHA256 == unit.publicKey.spkiSHA256, "timestampUnit.key", found: "\(unit.key.spkiSHA256)",
      required: "\(unit.publicKey.spkiSHA256), the certificate's")
  }
}
