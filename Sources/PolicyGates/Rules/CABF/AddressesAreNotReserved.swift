internal import X509

/// An address that is not one host's in the whole internet can be shown by nobody to be his.
struct AddressesAreNotReserved: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-7-12.reserved_address",
    source: .baselineRequirements("7.1.2.7.12, 1.6.1 Reserved IP Address"), scope: .web)

  func applies(to content: CertificateContent) -> Bool {
    !content.addresses.isEmpty
  }

  func check(_ content: CertificateContent) -> [Violation] {
    content.addresses.filter(\.isReserved).map {
      Violation(field: "extensions.subjectAltName", found: "\($0)", required: "a public address")
    }
  }
}
