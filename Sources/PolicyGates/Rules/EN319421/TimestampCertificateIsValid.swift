internal import Evidence
internal import X509

/// No token is made before the unit's certificate begins, or after it ends.
struct TimestampCertificateIsValid: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_421.tsu.certificate_not_valid", source: .en319421("TSU public key certificate"), scope: .timestamp,
    duties: [.r8])

  func check(_ evidence: TimestampEvidence) -> [Violation] {
    let validity = evidence.unit.certificate.validity
    return .unless(
      validity.contains(secondsSinceEpoch: evidence.now.seconds), "timestampUnit.certificate.validity",
      found: "\(validity.notBefore) to \(validity.notAfter)", required: "valid at \(evidence.now)")
  }
}
