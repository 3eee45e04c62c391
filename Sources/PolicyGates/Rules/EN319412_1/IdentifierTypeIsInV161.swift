internal import DER
internal import X509

/// EID, EOR and EXC came with V1.7.1: readers of the edition that CIR (EU) 2025/1943 names know none of them.
struct IdentifierTypeIsInV161: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_1.nat-5-1-3-03.identifier_type_too_new",
    source: .en319412part1("NAT-5.1.3-03, LEG-5.1.4-03"), baselines: [.cir2025])

  func applies(to content: CertificateContent) -> Bool {
    content.declares(.natural) || content.declares(.legal)
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let natural = content.declares(.natural) ? content.tbs.subject.values(of: .serialNumber) : []
    let legal = content.declares(.legal) ? content.tbs.subject.values(of: .organizationIdentifier) : []
    return Self.violations(natural, "EID", "serialNumber") + Self.violations(legal, "EOR", "organizationIdentifier")
      + Self.violations(legal, "EXC", "organizationIdentifier")
  }

  private static func violations(_ values: [CharacterString], _ type: String, _ attribute: String) -> [Violation] {
    values.map(\.text).filter { $0.hasPrefix(type) }.map {
      Violation(field: "subject.\(attribute)", found: $0, required: "no \(type), which is newer than V1.6.1")
    }
  }
}
