internal import DER
internal import X509

/// Purposes in a CA certificate limit what it may issue for. Any purpose limits nothing, and a CA that may issue for status
/// or time-stamps beside others lets its subjects speak for it.
struct CAPurposesAreForSubjects: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.ca_profile.purposes", source: .rfc5280("4.2.1.12", house: true), scope: .cas)

  func applies(to content: CertificateContent) -> Bool { content.extensionValue(ExtendedKeyUsage.self).value != nil }

  func check(_ content: CertificateContent) -> [Violation] {
    let purposes = content.extensionValue(ExtendedKeyUsage.self).value?.purposes ?? []
    let special: [ObjectIdentifier] = [.ocspSigning, .timeStamping]
    let isMixed = purposes.contains(where: special.contains) && Set(purposes).count > 1
    return .unless(
      !purposes.contains(.anyExtendedKeyUsage) && !isMixed, "extensions.extKeyUsage",
      found: purposes.map(\.description).joined(separator: ", "),
      required: "neither any purpose nor status or time-stamps beside others")
  }
}
