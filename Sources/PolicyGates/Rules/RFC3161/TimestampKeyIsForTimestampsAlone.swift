internal import DER
internal import X509

/// The key's certificate is for time stamping, critically and for nothing else; and it signs no more than that.
struct TimestampKeyIsForTimestampsAlone: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_3161.2-3.key_purpose", source: .rfc3161("2.3"), scope: .timestamp, duties: [.r8])

  func check(_ unit: TimestampUnit) -> [Violation] {
    let purpose = unit.certificate.extensionValue(ExtendedKeyUsage.self)
    let purposes = purpose.value?.purposes ?? []
    let usage = unit.certificate.extensionValue(KeyUsage.self).value
    let allowed: KeyUsage = [.digitalSignature, .nonRepudiation]
    return [Violation].unless(
      purposes == [.timeStamping], "timestampUnit.certificate.extKeyUsage",
      found: purposes.isEmpty ? "absent" : purposes.map { "\($0)" }.joined(separator: ", "),
      required: "\(ObjectIdentifier.timeStamping) alone")
      + .unless(
        purpose.critical == true, "timestampUnit.certificate.extKeyUsage.critical", found: "false", required: "true")
      + .unless(
        usage.map { allowed.isSuperset(of: $0) } ?? false, "timestampUnit.certificate.keyUsage",
        found: usage.map { "\($0)" } ?? "absent", required: "digitalSignature, nonRepudiation, or both")
  }
}
