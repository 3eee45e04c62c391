internal import Evidence
internal import X509

/// Two answers of one log prove no more than one.
struct TimestampsAreOfDistinctLogs: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6962.3-3.timestamps_of_one_log", source: .rfc6962("3.3"))

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(SignedCertificateTimestamps.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let logs = content.timestamps.map(\.logID)
    return logs.repeatedElements.map(Hex.encode).sorted().map {
      Violation(
        field: "extensions.signedCertificateTimestamps", found: "log \($0) more than once", required: "distinct logs")
    }
  }
}
