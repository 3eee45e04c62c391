internal import DER
internal import Evidence
internal import X509

/// Lists are whole, of the issuer, and found over plain http.
struct CRLAddressesAreHTTP: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.7-1-2-11-2.distribution_point", source: .baselineRequirements("7.1.2.11.2"), scope: .browserForum)

  func applies(to content: CertificateContent) -> Bool {
    content.extensionValue(CRLDistributionPoints.self).value != nil
  }

  func check(_ content: CertificateContent) -> [Violation] {
    (content.extensionValue(CRLDistributionPoints.self).value?.points ?? []).compactMap { point in
      Self.defect(point).map {
        Violation(
          field: "extensions.cRLDistributionPoints", found: $0,
          required: "http addresses alone, without reasons or another issuer")
      }
    }
  }

  private static func defect(_ point: DistributionPoint) -> String? {
    guard case .fullName(let names) = point.name else { return "no full name" }
    guard point.reasons == nil else { return "some reasons" }
    guard point.crlIssuer.isEmpty else { return "another issuer" }
    return names.first { name in
      if case .uri(let uri) = name { !Address.has(uri, schemes: ["http"]) } else { true }
    }?.description
  }
}
