internal import DER
internal import FuzzSupport
internal import X509

extension Syntax {
  /// One extension value or part of a certificate: the first byte says which.
  static let extensionValue = FuzzTarget("extension") { input throws(BrokenPromise) in
    guard let choice = input.first else { return false }
    let readings = ExtensionTypes.all.map(\.read) + parts
    return try readings[Int(choice) % readings.count](Array(input.dropFirst()))
  }

  private static let parts: [ExtensionTypes.Reading] = [
    ExtensionTypes.reading(Name.self),
    ExtensionTypes.reading(GeneralName.self),
    ExtensionTypes.reading(AlgorithmIdentifier.self),
    ExtensionTypes.reading(RSASSAPSSParameters.self),
    ExtensionTypes.reading(SubjectPublicKeyInfo.self),
    ExtensionTypes.reading(RSAPublicKey.self),
    ExtensionTypes.reading(Validity.self),
    ExtensionTypes.reading(QCStatement.self),
  ]
}

/// The types of extensions that X509 reads.
enum ExtensionTypes {
  typealias Reading = @Sendable (_ bytes: [UInt8]) throws(BrokenPromise) -> Bool

  struct Known: Sendable {
    let oid: ObjectIdentifier
    let read: Reading

    init<Value: CertificateExtension>(_ type: Value.Type) {
      oid = type.oid
      read = reading(type)
    }
  }

  static let all: [Known] = [
    Known(AuthorityKeyIdentifier.self), Known(SubjectKeyIdentifier.self), Known(KeyUsage.self),
    Known(CertificatePolicies.self), Known(PolicyMappings.self), Known(SubjectAlternativeName.self),
    Known(IssuerAlternativeName.self), Known(SubjectDirectoryAttributes.self), Known(BasicConstraints.self),
    Known(NameConstraints.self), Known(PolicyConstraints.self), Known(ExtendedKeyUsage.self),
    Known(CRLDistributionPoints.self), Known(InhibitAnyPolicy.self), Known(FreshestCRL.self),
    Known(AuthorityInformationAccess.self), Known(SubjectInformationAccess.self), Known(QCStatements.self),
    Known(NoRevAvail.self), Known(ValidityAssuredShortTerm.self), Known(SignedCertificateTimestamps.self),
    Known(CABFOrganizationIdentifier.self), Known(OCSPNoCheck.self), Known(PrecertificatePoison.self),
  ]

  private static let byOID = Dictionary(uniqueKeysWithValues: all.map { ($0.oid, $0.read) })

  static func check(_ item: Extension) throws(BrokenPromise) {
    guard let read = byOID[item.oid] else { return }
    _ = try read(item.value)
  }

  static func reading<Value: DERCodable>(_ type: Value.Type) -> Reading {
    { bytes throws(BrokenPromise) in try isKept(type, bytes) }
  }

  /// Reads a value, and writes what was taken.
  static func isKept<Value: DERCodable>(_ type: Value.Type, _ bytes: [UInt8]) throws(BrokenPromise) -> Bool {
    let value: Value
    do throws(DERError) { value = try DERReader.decode(type, bytes[...]) } catch {
      _ = error.description
      return false
    }
    try promise(value.derEncoded == bytes, "\(type) is written with other bytes")
    _ = "\(value)"
    return true
  }
}
