internal import DER
internal import X509

/// What was logged is what is issued: but for the poison and the timestamps, both say the same in the same bytes, the serial number
/// among them.
struct CertificateIsThePrecertificate: Rule {
  static let metadata = RuleMetadata(
    id: "ietf.rfc_6962.3-2.certificate_differs_from_precertificate", source: .rfc6962("3.2, BR 7.1.2.9"))

  func applies(to pair: CertificatePair) -> Bool {
    pair.precertificate.tbs != nil && !pair.content.isPrecertificate
  }

  func check(_ pair: CertificatePair) -> [Violation] {
    guard let logged = pair.precertificate.tbs else { return [] }
    return Self.parts.filter { $0.1(pair.content.tbs) != $0.1(logged) }.map {
      Violation(
        field: $0.0, found: "not what the precertificate has", required: "the same bytes, but for poison and timestamps"
      )
    }
  }

  private static let parts: [(String, @Sendable (TBSCertificate) -> [UInt8])] = [
    ("version", { [UInt8(truncatingIfNeeded: $0.version.rawValue)] }), ("serialNumber", { $0.serialNumber.derEncoded }),
    ("signature", { $0.signature.derEncoded }), ("issuer", { $0.issuer.derBytes }),
    ("validity", { $0.validity.derEncoded }), ("subject", { $0.subject.derBytes }),
    ("subjectPublicKeyInfo", { $0.subjectPublicKeyInfo.derBytes }),
    ("issuerUniqueID", { $0.issuerUniqueID.map(Self.bytes) ?? [] }),
    ("subjectUniqueID", { $0.subjectUniqueID.map(Self.bytes) ?? [] }),
    (
      "extensions",
      { tbs in
        tbs.extensions.filter { ![PrecertificatePoison.oid, SignedCertificateTimestamps.oid].contains($0.oid) }
          .flatMap(\.derEncoded)
      }
    ),
  ]

  private static func bytes(_ bits: BitString) -> [UInt8] {
    var writer = DERWriter()
    writer.bitString(bits)
    return writer.bytes
  }
}
