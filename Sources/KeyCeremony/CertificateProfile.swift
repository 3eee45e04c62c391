internal import DER
internal import Documents
internal import Evidence
internal import X509

/// What a script says of a certificate that it makes: all but the key, the serial number and the issuer.
struct CertificateProfile: Sendable {
  /// EN 319 412-2 clause 4.2.3.1: what an issuer's name holds, each once.
  struct Subject: Sendable, Hashable {
    let country: String
    let organization: String
    /// EN 319 412-1 clause 5.1.4, such as `NTRSE-5560000000`; nil where the organisation has no known number.
    let organizationIdentifier: String?
    let commonName: String
  }

  enum KeyUsage: String, CaseIterable, Sendable {
    case keyCertSign = "key-cert-sign"
    case crlSign = "crl-sign"
    case digitalSignature = "digital-signature"
  }

  let subject: Subject
  let validity: Validity
  let signature: SignatureName
  /// Nil where the certificate sets no limit.
  let pathLength: Int?
  let keyUsage: [KeyUsage]
  let policies: [ObjectIdentifier]
  let crlURLs: [String]
  let caIssuersURLs: [String]
  let ocspURLs: [String]

  init(_ fields: inout Fields) throws(DocumentError) {
    subject = try fields.required("subject", as: .object { fields throws(DocumentError) in try Subject(&fields) })
    validity = try fields.required("validity", as: .object { fields throws(DocumentError) in try Validity(&fields) })
    signature = try fields.required("signature", as: .choice)
    pathLength = try fields.optional("path-length", as: .integer(in: 0...16)).map { Int($0) }
    keyUsage = try fields.required("key-usage", as: .list(of: .choice, count: 1...3))
    policies = try fields.optional("policies", as: .list(of: .policy, count: 1...16)) ?? []
    crlURLs = try fields.optional("crl-urls", as: .list(of: .webAddress, count: 1...8)) ?? []
    caIssuersURLs = try fields.optional("ca-issuers-urls", as: .list(of: .webAddress, count: 1...8)) ?? []
    ocspURLs = try fields.optional("ocsp-urls", as: .list(of: .webAddress, count: 1...8)) ?? []
    for (name, values) in [("policies", policies.map(\.description)), ("key-usage", keyUsage.map(\.rawValue))]
    where Set(values).count != values.count {
      throw fields.error(name, "names something twice")
    }
  }
}

extension CertificateProfile.Subject {
  fileprivate init(_ fields: inout Fields) throws(DocumentError) {
    country = try fields.required(
      "country",
      as: .text("two capital letters") { text in
        text.utf8.count == 2 && text.utf8.allSatisfy { (0x41...0x5A).contains($0) } ? text : nil
      })
    organization = try fields.required("organization", as: .line)
    organizationIdentifier = try fields.optional("organization-identifier", as: .line)
    commonName = try fields.required("common-name", as: .line)
  }
}

/// When a certificate is valid.
///
/// A script for a real ceremony states both ends. `not-before: now` with a duration is for scripts that run on any day,
/// such as rehearsals and the demonstration.
struct Validity: Sendable {
  enum Start: Sendable, Hashable {
    case now
    case at(Instant)
  }

  enum End: Sendable, Hashable {
    case days(Int64)
    case at(Instant)
  }

  let start: Start
  let end: End

  fileprivate init(_ fields: inout Fields) throws(DocumentError) {
    start = try fields.required(
      "not-before", as: .text("'now' or a time such as 2026-11-20T12:00:00Z", Validity.start))
    let notAfter = try fields.optional("not-after", as: .instant)
    let duration = try fields.optional("duration", as: .text("days such as 3650d", Validity.days))
    switch (notAfter, duration) {
    case (let notAfter?, nil):
      end = .at(notAfter)
      if case .at(let notBefore) = start, notBefore >= notAfter {
        throw fields.error("not-after", "\(notAfter) is not after \(notBefore)")
      }
    case (nil, let days?): end = .days(days)
    case (_?, _?): throw fields.error("duration", "does not apply beside not-after")
    case (nil, nil): throw fields.error("not-after", "missing; write a time, or 'duration: 3650d'")
    }
  }

  /// Both ends in whole seconds; X.509 counts both of them in, so a day is 86,400 seconds with the last one.
  func resolved(now: Instant) -> (notBefore: Instant, notAfter: Instant) {
    let notBefore =
      switch start {
      case .now: Instant(seconds: now.seconds)
      case .at(let instant): Instant(seconds: instant.seconds)
      }
    return switch end {
    case .days(let days): (notBefore, notBefore.adding(seconds: days * 86400 - 1))
    case .at(let instant): (notBefore, Instant(seconds: instant.seconds))
    }
  }

  private static func start(_ text: String) -> Start? {
    text == "now" ? .now : Instant(text).map(Start.at)
  }

  private static func days(_ text: String) -> Int64? {
    guard let days = Int64(text.dropLast()), (1...36525).contains(days), text == "\(days)d" else { return nil }
    return days
  }
}

extension FieldShape where Value == ObjectIdentifier {
  /// A dotted identifier, or `any-policy` (RFC 5280 clause 4.2.1.4).
  fileprivate static var policy: FieldShape {
    .text("a dotted object identifier or any-policy") { $0 == "any-policy" ? .anyPolicy : ObjectIdentifier($0) }
  }
}

extension CertificateProfile {
  /// What the certificate will say, for people who review the script.
  var plan: [PlanLine] {
    let name = [
      "C=\(subject.country)", "O=\(subject.organization)",
      subject.organizationIdentifier.map { "organizationIdentifier=\($0)" }, "CN=\(subject.commonName)",
    ]
    let lists = [
      ("key usage", keyUsage.map(\.rawValue)), ("policies", policies.map(\.description)), ("CRL", crlURLs),
      ("CA issuers", caIssuersURLs),
      ("OCSP", ocspURLs),
    ]
    return [
      PlanLine("subject", name.compactMap { $0 }.joined(separator: ", ")),
      PlanLine("valid", validity.description),
      PlanLine("signature", signature.rawValue),
      PlanLine("path length", pathLength.map { "\($0)" } ?? "no limit"),
    ] + lists.filter { !$0.1.isEmpty }.map { PlanLine($0.0, $0.1.joined(separator: ", ")) }
  }
}

extension Validity: CustomStringConvertible {
  var description: String {
    let first =
      switch start {
      case .now: "the time of the ceremony"
      case .at(let instant): instant.description
      }
    return switch end {
    case .days(let days): "from \(first) for \(days) days"
    case .at(let instant): "from \(first) until \(instant)"
    }
  }
}
