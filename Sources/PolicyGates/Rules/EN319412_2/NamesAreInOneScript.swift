internal import DER
internal import X509

/// A letter of another alphabet looks like one of this and makes another name. A name in another script has its place in the
/// alternative names (NAT-4.2.4-20).
struct NamesAreInOneScript: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.nat-4-2-4-19.scripts_mixed",
    source: .en319412part2("NAT-4.2.4-19"), severity: .warning, scope: .naturalPersons)

  func applies(to content: CertificateContent) -> Bool {
    content.isOfNaturalPerson
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let names: [ObjectIdentifier] = [.givenName, .surname, .commonName]
    let scripts = names.flatMap { content.tbs.subject.values(of: $0) }.reduce(into: Set<Script>()) {
      $0.formUnion(Script.of($1.text))
    }
    return .unless(
      scripts.count < 2, "subject", found: "of \(scripts.map(\.rawValue).sorted().joined(separator: " and ")) letters",
      required: "one script in givenName, surname and commonName")
  }
}
