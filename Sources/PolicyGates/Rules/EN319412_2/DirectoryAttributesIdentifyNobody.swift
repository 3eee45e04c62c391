internal import DER
internal import X509

/// What identifies the subject stands in its name.
struct DirectoryAttributesIdentifyNobody: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_2.gen-4-3-7-1.identification_in_directory_attributes", source: .en319412part2("GEN-4.3.7-1"),
    scope: .endEntities)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(SubjectDirectoryAttributes.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    let attributes = content.extensionValue(SubjectDirectoryAttributes.self).value?.attributes ?? []
    return attributes.map(\.type).filter(Self.identifying.contains).map {
      Violation(
        field: "extensions.subjectDirectoryAttributes", found: "\($0)",
        required: "no attribute that belongs in the name")
    }
  }

  private static let identifying: [ObjectIdentifier] = [
    .countryName, .commonName, .givenName, .surname, .pseudonym, .serialNumber, .organizationName,
    .organizationIdentifier,
  ]
}
