internal import X509

/// What is revoked stays so. An entry goes when its certificate had ended by the time of a list that still had it
/// (RFC 5280, 3.3), and not at all where the list says that it keeps those.
struct ListKeepsItsEntries: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.rev-6-3-9-04.entry_dropped", source: .en319411part1("REV-6.3.9-04, RFC 5280 3.3"),
    scope: .certificateList, duties: [.s4, .s7])

  func applies(to evidence: CAListEvidence) -> Bool { evidence.previous.tbs != nil }

  func check(_ evidence: CAListEvidence) -> [Violation] {
    guard let previous = evidence.previous.tbs else { return [] }
    let kept = Set(evidence.list.revokedCertificates.map(\.serialNumber))
    let keptFrom = evidence.list.extensionValue(ExpiredCertificatesOnCRL.self).value?.time
    return previous.revokedCertificates.filter { !kept.contains($0.serialNumber) }.flatMap { entry -> [Violation] in
      let end = evidence.known[entry.serialNumber]?.validity.notAfter
      let mayGo = end.map { $0.secondsSinceEpoch < previous.thisUpdate.secondsSinceEpoch } ?? false
      let mustStay = end.flatMap { end in keptFrom.map { $0.secondsSinceEpoch <= end.secondsSinceEpoch } } ?? false
      return .unless(
        mayGo && !mustStay, "revokedCertificates", found: "\(entry.serialNumber) gone",
        required: mayGo
          ? "all that ended since \(keptFrom.map { "\($0)" } ?? "")"
          : "all of the previous list's whose certificates are not known to have ended before it")
    }
  }
}
