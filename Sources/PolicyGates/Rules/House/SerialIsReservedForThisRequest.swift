internal import Evidence
internal import X509

/// A reservation is worth something only to whom it was given, for the issuer and the key that it was given for.
struct SerialIsReservedForThisRequest: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.serial.reserved_for_another", source: .house("serial numbers come from the gateway"),
    scope: .subjects, duties: [.i5])

  func applies(to evidence: CertificateEvidence) -> Bool {
    if case .reserved = evidence.serial { true } else { false }
  }

  func check(_ evidence: CertificateEvidence) -> [Violation] {
    guard case .reserved(let reservation) = evidence.serial else { return [] }
    let certificate = evidence.content.tbs.serialNumber
    let key = evidence.content.subjectKey.spkiSHA256
    let expires = reservation.expires
    return [
      [Violation].unless(
        Array(certificate.bytes.drop { $0 == 0 }) == reservation.serial.magnitude, "serialNumber",
        found: "\(certificate)", required: "the reserved one, \(reservation.serial)"),
      [Violation].unless(
        reservation.issuer == evidence.request.issuer, "serialNumber", found: "reserved at \(reservation.issuer)",
        required: "reserved at \(evidence.request.issuer)"),
      [Violation].unless(
        reservation.requester == evidence.requester.id, "serialNumber",
        found: "reserved for another requester", required: "reserved for \(evidence.requester.id)"),
      [Violation].unless(
        reservation.subjectKey == nil || reservation.subjectKey == key, "serialNumber",
        found: "reserved for another key", required: "reserved for the key with \(key)"),
      [Violation].unless(
        expires.map { evidence.now < $0 } ?? true, "serialNumber",
        found: "reserved until \(expires?.description ?? "")", required: "a reservation in force at \(evidence.now)"),
    ].flatMap { $0 }
  }
}
