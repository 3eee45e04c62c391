internal import Evidence

/// A serial number that a precertificate has is for that precertificate's certificate alone, once (RFC 6962 clause 3.1).
struct SerialIsItsPrecertificates: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.lifecycle.serial_of_another_pair",
    source: .sealgate("a precertificate and its certificate are one pair; RFC 6962 3.1"), scope: .subjects)

  func applies(to evidence: CertificateEvidence) -> Bool {
    if case .precertified = evidence.serial { true } else { evidence.precertificateSHA256 != nil }
  }

  func check(_ evidence: CertificateEvidence) -> [Violation] {
    guard case .precertified(let pair) = evidence.serial else {
      return [
        Violation(
          field: "precertificate", found: "with a serial number that no precertificate from here has",
          required: "one that was signed here with the same serial number")
      ]
    }
    let reservation = pair.reservation
    let key = evidence.content.subjectKey.spkiSHA256
    return [
      [Violation].unless(
        pair.certificate != nil && pair.certificate == evidence.precertificateSHA256, "precertificate",
        found: evidence.precertificateSHA256 == nil ? "absent" : "another one than was signed",
        required: "the one that decision \(pair.decision) released"),
      [Violation].unless(
        !evidence.isPrecertificate, "serialNumber", found: "that of a precertificate",
        required: "new, for each precertificate"),
      [Violation].unless(
        reservation.issuer == evidence.request.issuer && reservation.requester == evidence.requester.id
          && (reservation.subjectKey ?? key) == key, "serialNumber", found: "reserved for another",
        required: "reserved for this issuer, requester and key"),
    ].flatMap { $0 }
  }
}
