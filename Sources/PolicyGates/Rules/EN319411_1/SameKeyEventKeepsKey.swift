internal import Evidence
internal import X509

/// Renewal and modification certify the key that was certified before (clauses 6.3.6 and 6.3.8).
struct SameKeyEventKeepsKey: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.6-3-6.key_changed", source: .en319411part1("6.3.6, 6.3.8"), scope: .subjects,
    duties: [.l1, .l3])

  func applies(to change: CertificateChange) -> Bool { change.event.keepsKey && change.previous != nil }

  func check(_ change: CertificateChange) -> [Violation] {
    .unless(
      change.previous?.tbs.subjectPublicKeyInfo.derBytes == change.content.tbs.subjectPublicKeyInfo.derBytes,
      "subjectPublicKeyInfo", found: "another key than in the previous certificate",
      required: "the same, as the event is \(change.event.rawValue)")
  }
}
