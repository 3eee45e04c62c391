internal import DER
internal import Evidence
internal import X509

/// How much of a website's subject was validated: the four types of the Baseline Requirements, 7.1.2.7.1.
enum WebValidation {
  case domain, individual, organization, extended

  /// The identifier that the CA/Browser Forum reserved for it (7.1.6.1).
  var policy: ObjectIdentifier {
    switch self {
    case .domain: .domainValidated
    case .individual: .individualValidated
    case .organization: .organizationValidated
    case .extended: .extendedValidation
    }
  }
}

extension ObjectIdentifier {
  static let extendedValidation = ObjectIdentifier(2, 23, 140, 1, 1)
  static let domainValidated = ObjectIdentifier(2, 23, 140, 1, 2, 1)
  static let organizationValidated = ObjectIdentifier(2, 23, 140, 1, 2, 2)
  static let individualValidated = ObjectIdentifier(2, 23, 140, 1, 2, 3)
  static let reservedPolicies: Set<ObjectIdentifier> = [
    .extendedValidation, .domainValidated, .organizationValidated, .individualValidated,
  ]
}

extension CertificateContent {
  var policyIdentifiers: [ObjectIdentifier] {
    extensionValue(CertificatePolicies.self).value?.identifiers ?? []
  }

  /// Nil where the Baseline Requirements do not apply, and for a QNCP-w certificate that says neither individual nor
  /// organisation, which a rule of its own refuses.
  var validation: WebValidation? {
    switch policy {
    case .dvcp: .domain
    case .ivcp: .individual
    case .ovcp: .organization
    case .evcp, .qevcpW: .extended
    case .qncpW:
      policyIdentifiers.contains(.individualValidated)
        ? .individual : policyIdentifiers.contains(.organizationValidated) ? .organization : nil
    default: nil
    }
  }

  private var alternativeNames: [GeneralName] { extensionValue(SubjectAlternativeName.self).value?.names ?? [] }

  var domainNames: [DomainName] {
    alternativeNames.compactMap { if case .dnsName(let text) = $0 { DomainName(text) } else { nil } }
  }

  var addresses: [NetworkAddress] {
    alternativeNames.compactMap { if case .ipAddress(let bytes) = $0 { NetworkAddress(bytes: bytes) } else { nil } }
  }

  /// Seconds from notBefore to notAfter, both included (Baseline Requirements, 1.6.1 and 6.3.2).
  var validitySeconds: Int64 {
    let validity = tbs.validity
    return validity.notAfter.secondsSinceEpoch - validity.notBefore.secondsSinceEpoch + 1
  }

  /// Seven days since 2026-03-15, ten before (Baseline Requirements, 1.6.1).
  var isShortLived: Bool {
    let days: Int64 = issuedAt < BaselineDates.march2026 ? 10 : 7
    return validitySeconds <= days * 86400
  }

  func hasSubject(_ type: ObjectIdentifier) -> Bool { tbs.subject.attributes.contains { $0.type == type } }

  /// Before it is a certificate it is logged as this.
  var isPrecertificate: Bool { extensionValue(PrecertificatePoison.self) != .absent }

  /// The timestamps of version 1.
  var timestamps: [SignedCertificateTimestamp.Version1] {
    (extensionValue(SignedCertificateTimestamps.self).value?.timestamps ?? [])
      .compactMap { if case .v1(let value) = $0 { value } else { nil } }
  }
}

/// When the limits of the Baseline Requirements change.
enum BaselineDates {
  static let march2026 = Instant(seconds: 1_773_532_800)
  static let march2027 = Instant(seconds: 1_805_068_800)
  static let march2029 = Instant(seconds: 1_868_227_200)

  /// The longest validity of a certificate issued at some time, in days (6.3.2).
  static func longestValidity(at issued: Instant) -> Int64 {
    issued < march2026 ? 398 : issued < march2027 ? 200 : issued < march2029 ? 100 : 47
  }
}
