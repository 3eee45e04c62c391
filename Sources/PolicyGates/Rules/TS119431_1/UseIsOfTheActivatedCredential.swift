internal import Evidence

/// The key that signs is the one that was released, whatever the call names.
struct UseIsOfTheActivatedCredential: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.sig-6-3-1-06.other_credential",
    source: .ts119431part1("SIG-6.3.1-06"), scope: .soleControl, duties: [.q4])

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    .unless(
      evidence.use.credential == evidence.activation.content.credential, "credentialID", found: evidence.use.credential,
      required: evidence.activation.content.credential)
  }
}
