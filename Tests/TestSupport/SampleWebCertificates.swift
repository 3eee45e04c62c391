import Cryptography
import DER
public import Evidence
public import X509

extension SampleCertificate {
  /// A valid certificate of a website, for three months, with the answers of two logs; nil for a policy that is not one
  /// of websites.
  public static func website(_ policy: CertificatePolicy) -> SampleCertificate? {
    guard let (subject, reserved) = website[policy] else { return nil }
    var sample = SampleCertificate()
    sample.notAfter = Sample.time("2027-02-18T11:59:59Z")
    sample.subject = subject
    sample.set(AuthorityKeyIdentifier(keyIdentifier: SampleKey.issuing.identifier))
    sample.set(KeyUsage.digitalSignature, critical: true)
    sample.set(ExtendedKeyUsage([.serverAuth]))
    sample.policies(reserved, policy.dottedOID)
    sample.set(SubjectAlternativeName([.dnsName("www.example.com")]))
    sample.set(CRLDistributionPoints([DistributionPoint(uri: "http://pki.example.com/issuing.crl")]))
    sample.set(
      AuthorityInformationAccess([
        AccessDescription(method: .caIssuersAccess, location: .uri("http://pki.example.com/issuing.cer")),
        AccessDescription(method: .ocspAccess, location: .uri("http://pki.example.com/ocsp")),
      ]))
    if subject.contains(where: { $0.type == .jurisdictionCountry }) {
      sample.set(CABFOrganizationIdentifier(scheme: "NTR", country: "DE", reference: "HRB123456"))
    }
    if policy.isQualified {
      sample.set(
        QCStatements([
          .compliance, .type([.qcTypeWeb]),
          .pds([QCPDSLocation(url: "https://www.example.com/pds_en.pdf", language: "en")]),
        ]))
    }
    if policy == .qncpWGen { sample.set(SubjectKeyIdentifier(SampleKey.subject.identifier)) }
    sample.set(SignedCertificateTimestamps([Sample.timestamp(log: 1), Sample.timestamp(log: 2)]))
    return sample
  }

  /// The identifiers alone, in order; an empty one is left out.
  public mutating func policies(_ identifiers: String...) {
    set(CertificatePolicies(identifiers.compactMap { ObjectIdentifier($0) }.map { PolicyInformation($0) }))
  }

  /// What a CA has logged before it made this certificate: poisoned, and without timestamps.
  public func precertificate() -> SampleCertificate {
    var sample = self
    sample.remove(SignedCertificateTimestamps.self)
    sample.set(PrecertificatePoison(), critical: true)
    return sample
  }

  private static let website: [CertificatePolicy: ([AttributeTypeAndValue], String)] = [
    .dvcp: ([Sample.attribute(.countryName, "DE")], "2.23.140.1.2.1"),
    .ivcp: (
      place + [Sample.attribute(.surname, "Mustermann"), Sample.attribute(.givenName, "Erika")], "2.23.140.1.2.3"
    ),
    .ovcp: (place + organization, "2.23.140.1.2.2"), .qncpW: (place + organization, "2.23.140.1.2.2"),
    .evcp: (place + organization + registration, "2.23.140.1.1"),
    .qevcpW: (place + organization + registration, "2.23.140.1.1"),
    .qncpWGen: (
      [Sample.attribute(.countryName, "DE")] + organization + [
        Sample.attribute(.organizationIdentifier, "NTRDE-HRB123456"), Sample.attribute(.commonName, "www.example.com"),
      ], ""
    ),
  ]
  private static let place = [Sample.attribute(.countryName, "DE"), Sample.attribute(.localityName, "Berlin")]
  private static let organization = [Sample.attribute(.organizationName, "Example GmbH")]
  private static let registration = [
    Sample.attribute(.businessCategory, "Private Organization"), Sample.attribute(.jurisdictionCountry, "DE"),
    Sample.attribute(.serialNumber, "HRB 123456"), Sample.attribute(.organizationIdentifier, "NTRDE-HRB123456"),
  ]
}

extension Sample {
  /// An answer of a log that does not exist: its identifier is one byte, repeated.
  public static func timestamp(log: UInt8, at time: Instant = now) -> SignedCertificateTimestamp {
    .v1(
      .init(
        logID: [UInt8](repeating: log, count: 32), milliseconds: UInt64(max(time.seconds, 0)) * 1000,
        signature: hexBytes("3006020101020101")))
  }
}
