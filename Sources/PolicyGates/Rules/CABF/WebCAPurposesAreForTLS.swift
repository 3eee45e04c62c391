internal import DER
internal import X509

/// A CA for websites is limited to them by its purposes, under a cross-certificate too: one without them could issue for all.
/// An affiliate's cross-certificate may be unrestricted (7.1.2.2.4); we want the restricted form of every one.
struct WebCAPurposesAreForTLS: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-10-6.ca_purposes", source: .baselineRequirements("7.1.2.10.6, 7.1.2.2.5"),
    scope: .subordinateCAs)

  func applies(to ca: PlannedCA) -> Bool { ca.plan.isForWebsites }

  func check(_ ca: PlannedCA) -> [Violation] {
    let purposes = ca.content.extensionValue(ExtendedKeyUsage.self).value?.purposes ?? []
    let isForTLS = purposes.contains(.serverAuth) && Set(purposes).isSubset(of: [.serverAuth, .clientAuth])
    return .unless(
      isForTLS, "extensions.extKeyUsage",
      found: purposes.isEmpty ? "absent" : purposes.map(\.description).joined(separator: ", "),
      required: "serverAuth, and nothing beside it but clientAuth")
  }
}
