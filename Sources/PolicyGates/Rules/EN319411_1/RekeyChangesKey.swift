internal import Evidence
internal import X509

/// A re-key certifies a new key.
struct RekeyChangesKey: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.6-3-7.key_not_changed", source: .en319411part1("6.3.7"), scope: .subjects, duties: [.l2])

  func applies(to change: CertificateChange) -> Bool { change.event == .rekey && change.previous != nil }

  func check(_ change: CertificateChange) -> [Violation] {
    .unless(
      change.previous?.tbs.subjectPublicKeyInfo.derBytes != change.content.tbs.subjectPublicKeyInfo.derBytes,
      "subjectPublicKeyInfo", found: "the key of the previous certificate",
      required: "another, as the event is re-key")
  }
}
