internal import Evidence
internal import X509

/// The device is the one whose module answered.
struct StatementNamesTheDevice: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.statement.device_differs", source: .house("our own evidence"), scope: .keyStatement,
    duties: [.q2])

  func check(_ evidence: StatementEvidence) -> [Violation] {
    let device = evidence.attributes.device
    return evidence.compare(.vendor, with: .text(device.manufacturer))
      + evidence.compare(.model, with: .octets(Array(device.model.utf8)))
      + evidence.compare(.hardwareVersion, with: .text(device.hardwareVersion))
      + evidence.compare(.hardwareSerial, with: .text(device.serial))
      + evidence.compare(.softwareVersion, with: .text(device.firmwareVersion))
  }
}
