internal import Evidence
internal import X509

/// A certificate gets a serial number that the gateway drew for it; a spent one stays spent.
struct SerialIsReserved: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.serial.not_reserved",
    source: .house("serial numbers come from the gateway; EN 319 411-1 GEN-6.3.3-02A"), scope: .subjects, duties: [.i5])

  func check(_ evidence: CertificateEvidence) -> [Violation] {
    let serial = "\(evidence.content.tbs.serialNumber)"
    let required = "a serial number that the gateway reserved and that is not spent"
    switch evidence.serial {
    case .unknown: return [Violation(field: "serialNumber", found: "\(serial), never reserved", required: required)]
    case .spent(let decision):
      return [Violation(field: "serialNumber", found: "\(serial), spent by decision \(decision)", required: required)]
    case .imported(let issuer):
      return [
        Violation(field: "serialNumber", found: "\(serial), in the inventory of \(issuer)", required: required)
      ]
    case .precertified(let pair):
      // The certificate of a pair is for SerialIsItsPrecertificates to judge.
      return .unless(
        evidence.request.precertificate != nil, "serialNumber",
        found: "\(serial), spent by the precertificate of decision \(pair.decision)", required: required)
    case .reserved: return []
    }
  }
}
