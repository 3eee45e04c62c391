internal import DER
internal import X509

/// The issuing CA is named by country, organisation and common name, one of each; a CA's own name will be the issuer's.
struct IssuerIsNamed: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-2-3-1-2.issuer_attribute", source: .en319412part2("GEN-4.2.3.1-2"))

  func check(_ content: CertificateContent) -> [Violation] {
    let names = [("issuer", content.tbs.issuer)] + (content.isCA ? [("subject", content.tbs.subject)] : [])
    let once: [(String, ObjectIdentifier)] = [
      ("countryName", .countryName), ("organizationName", .organizationName), ("commonName", .commonName),
    ]
    return names.flatMap { field, name in
      once.compactMap { label, type in
        let count = name.attributes.filter { $0.type == type }.count
        return count == 1 ? nil : Violation(field: "\(field).\(label)", found: "\(count) of them", required: "one")
      }
    }
  }
}
