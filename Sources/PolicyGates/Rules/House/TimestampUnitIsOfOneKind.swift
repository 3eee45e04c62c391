internal import DER
internal import X509

/// A unit makes qualified tokens or others, never both: its certificate claims what its configuration does.
struct TimestampUnitIsOfOneKind: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.timestamp.kinds_mixed", source: .house("time stamps"), scope: .timestamp, duties: [.r8, .b4])

  func check(_ unit: TimestampUnit) -> [Violation] {
    let statements = unit.certificate.extensionValue(QCStatements.self)
    let claims = statements.value?.contains(.qualifiedTimestamp) ?? false
    return [Violation].unless(
      claims == unit.isQualified, "timestampUnit.certificate.qcStatements",
      found: claims ? "\(ObjectIdentifier.qualifiedTimestamp)" : "no claim of qualified time stamps",
      required: unit.isQualified
        ? "\(ObjectIdentifier.qualifiedTimestamp), for the unit is configured as qualified"
        : "no such claim, for the unit is not configured as qualified")
      + .unless(
        statements == .absent || statements.value != nil, "timestampUnit.certificate.qcStatements",
        found: "malformed or repeated", required: "readable")
  }
}
