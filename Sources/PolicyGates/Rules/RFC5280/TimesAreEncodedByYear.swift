internal import X509

/// Through 2049 a time is UTCTime, from 2050 on GeneralizedTime.
struct TimesAreEncodedByYear: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_5280.4-1-2-5.time_encoding", source: .rfc5280("4.1.2.5"))

  func check(_ content: CertificateContent) -> [Violation] {
    [("notBefore", content.tbs.validity.notBefore), ("notAfter", content.tbs.validity.notAfter)]
      .filter { !$0.1.isEncodedAsRFC5280Requires }
      .map { name, time in
        Violation(
          field: "validity.\(name)", found: "\(time) as \(time.encoding)",
          required: "UTCTime through 2049, GeneralizedTime from 2050 on")
      }
  }
}
