internal import X509

/// An amount in no currency limits nothing.
struct QcLimitValueIsInACurrency: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_412_5.4-3-2.currency_unknown",
    source: .en319412part5("4.3.2"), severity: .warning)

  func applies(to content: CertificateContent) -> Bool {
    content.qcStatements?.contains(.qcLimitValue) == true
  }

  func check(_ content: CertificateContent) -> [Violation] {
    (content.qcStatements?.statements ?? []).compactMap { statement in
      guard case .limitValue(let limit) = statement else { return nil }
      let (isKnown, found) =
        switch limit.currency {
        case .alphabetic(let code): (Currencies.alphabetic.contains(code), code)
        case .numeric(let number): (Currencies.numeric.contains(number), "\(number)")
        }
      return isKnown
        ? nil : Violation(field: "extensions.qcStatements.qcLimitValue", found: found, required: "a code of ISO 4217")
    }
  }
}
