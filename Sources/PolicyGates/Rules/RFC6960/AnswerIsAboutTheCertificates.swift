internal import X509

/// The answer names the certificates that it is about, each once, by hashes of their issuer's name and key.
struct AnswerIsAboutTheCertificates: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6960.4-1-1.certificate_id", source: .rfc6960("4.1.1, 4.2.1"), scope: .statusAnswer)

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    let names = evidence.data.responses.map(\.certificate)
    let numbers = Set(names.map(\.serialNumber))
    let strange = evidence.answers("", required: "one of the certificates at hand, by the hashes of its issuer") {
      single in
      evidence.subjects.contains { $0.names.contains(single.certificate) } ? nil : "of another certificate, or issuer"
    }
    return strange
      + .unless(
        numbers.count == names.count, "responses", found: "\(names.count) about \(numbers.count) certificates",
        required: "one about each")
      + .unless(
        evidence.subjects.allSatisfy { numbers.contains($0.certificate.serialNumber) }, "responses",
        found: "\(names.count)", required: "one about each of \(evidence.subjects.count) certificates")
  }
}
