internal import X509

/// Terms that anybody on the way could change are nobody's terms.
struct QcPDSUsesHTTPS: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-4-3-4-03.qcpds_not_https", source: .en319412part5("QCS-4.3.4-03"))

  func applies(to content: CertificateContent) -> Bool { !content.pdsLocations.isEmpty }

  func check(_ content: CertificateContent) -> [Violation] {
    content.pdsLocations.filter { !Address.has($0.url, schemes: ["https"]) }.map {
      Violation(field: "extensions.qcStatements.qcPDS", found: $0.url, required: "an https address")
    }
  }
}
