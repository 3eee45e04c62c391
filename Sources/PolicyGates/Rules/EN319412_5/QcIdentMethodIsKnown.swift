internal import DER
internal import X509

/// The statement names one of the ways of identification that the law lists.
struct QcIdentMethodIsKnown: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.qcs-4-3-5-01.qcidentmethod_unknown", source: .en319412part5("QCS-4.3.5-01"))

  func applies(to content: CertificateContent) -> Bool { content.qcStatements != nil }

  func check(_ content: CertificateContent) -> [Violation] {
    (content.qcStatements?.statements ?? []).compactMap { statement in
      guard case .identMethod(let methods) = statement else { return nil }
      let isKnown = methods.count == 1 && methods.allSatisfy(Self.methods.contains)
      return isKnown
        ? nil
        : Violation(
          field: "extensions.qcStatements.qcIdentMethod", found: methods.map(\.description).joined(separator: ", "),
          required: "one of 0.4.0.1862.1.8.1 to 0.4.0.1862.1.8.4")
    }
  }

  private static let methods = (1...4).map { ObjectIdentifier(0, 4, 0, 1862, 1, 8, $0) }
}
