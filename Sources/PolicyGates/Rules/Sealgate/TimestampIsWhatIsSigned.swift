internal import DER
internal import Evidence
internal import X509

/// The signed attributes name this TSTInfo and this certificate, and the TSTInfo is one to the last byte.
struct TimestampIsWhatIsSigned: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.gates.timestamp.reading_differs_from_bytes", source: .sealgate("what is checked is what is signed"),
    scope: .timestamp,
    duties: [.i5])

  func check(_ evidence: TimestampEvidence) throws -> [Violation] {
    let info = try TSTInfo(der: evidence.content)
    let attributes = try TimestampAttributes(der: evidence.signedAttributes)
    let (unit, named) = (evidence.unit, attributes.certificate)
    return [Violation].unless(
      info.derEncoded == evidence.content && attributes.derBytes == evidence.signedAttributes, "timestamp",
      found: "an encoding that is not its reading's", required: "the reading's own bytes")
      + .unless(
        attributes.messageDigest == evidence.contentDigest, "timestamp.messageDigest", found: "that of something else",
        required: "that of the TSTInfo")
      + .unless(
        named.names(unit.certificate) && named.sha256 == unit.certificateDigest.bytes, "timestamp.signingCertificate",
        found: "number \(named.serialNumber) of \(named.issuer)", required: "the unit's own, \(unit.certificateDigest)")
  }
}
