internal import Evidence

/// A key under a certificate that promises a QSCD signs while its device is certified.
struct DeviceStillStands: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.ts_119_431_1.ovr-a-3-01.device_lost",
    source: .ts119431part1("OVR-A.3-01"), scope: .soleControl, duties: [.q1, .q4])

  func applies(to evidence: SoleControlEvidence) -> Bool { evidence.activation.credential.hasQSCDStatement }

  func check(_ evidence: SoleControlEvidence) -> [Violation] {
    let device = evidence.standing.device
    let stands =
      device.map {
        $0.isCertified(at: evidence.now, asQSCD: true) && $0.certificateIsInForce(at: evidence.now) && $0.kind == .qscd
          && (!$0.demo || evidence.standing.demo)
      } ?? false
    return .unless(
      stands, "credential.device",
      found: device.map { "\($0.id), \($0.certificate.status.rawValue) until \($0.certificate.expires)" }
        ?? "not in the register",
      required: "a certified QSCD of the register in effect")
  }
}
