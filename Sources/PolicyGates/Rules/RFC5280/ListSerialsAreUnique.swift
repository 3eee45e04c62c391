internal import X509

/// A certificate is revoked once.
struct ListSerialsAreUnique: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.5-1-2-6.serial_repeated", source: .rfc5280("5.1.2.6"), scope: .certificateList)

  func check(_ evidence: CAListEvidence) -> [Violation] {
    evidence.list.revokedCertificates.map(\.serialNumber).repeatedElements.map {
      Violation(field: "revokedCertificates", found: "\($0) more than once", required: "each serial number once")
    }
  }
}
