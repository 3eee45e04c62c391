internal import DER
public import Evidence
public import X509

/// A YubiKey in the making, with an authority above it that a test may pin: each member can be made wrong.
public struct SamplePIV: Sendable {
  public let root: TestKey
  public let rootCertificate: Certificate
  public let device: TestKey
  public let deviceCertificate: Certificate
  public var slot = "9c"
  public var firmware: [UInt8] = [5, 7, 4]
  public var serial: Int64 = 1_234_567
  /// PIN always, touch always.
  public var policies: [UInt8] = [3, 2]
  /// USB-C keychain.
  public var formFactor: [UInt8] = [3]

  public init() throws {
    root = try TestKey(curve: .p256)
    rootCertificate = try SamplePIV.certificate(
      of: try root.spki, named: "Sample PIV Root", by: root, "Sample PIV Root", [])
    device = try TestKey(curve: .p256)
    deviceCertificate = try SamplePIV.certificate(
      of: try device.spki, named: "YubiKey PIV Attestation", by: root, "Sample PIV Root",
      [Extension(oid: SamplePIV.oid(3), critical: false, value: [5, 7, 4])])
  }

  /// The attestation of a key that the device generated.
  public func leaf(for spki: [UInt8]) throws -> Certificate {
    var number = DERWriter()
    number.integer(serial)
    let values: [(UInt32, [UInt8])] = [(3, firmware), (7, number.bytes), (8, policies), (9, formFactor)]
    return try SamplePIV.certificate(
      of: spki, named: "YubiKey PIV Attestation \(slot)", by: device, "YubiKey PIV Attestation",
      values.map { Extension(oid: SamplePIV.oid($0), critical: false, value: $1) })
  }

  /// The same as a document for the gateway.
  public func document(for spki: [UInt8]) throws -> JSONValue {
    .object([
      "format": .string("yubikey-piv"),
      "parts": .object([
        "leaf": .string(Base64.encode(try leaf(for: spki).derBytes)),
        "device": .string(Base64.encode(deviceCertificate.derBytes)),
      ]),
    ])
  }

  private static func oid(_ last: UInt32) -> ObjectIdentifier {
    ObjectIdentifier("1.3.6.1.4.1.41482.3.\(last)") ?? .ecPublicKey
  }

  private static func certificate(
    of spki: [UInt8], named name: String, by issuer: TestKey, _ issuerName: String, _ extensions: [Extension]
  ) throws -> Certificate {
    guard let start = X509.Time(secondsSinceEpoch: 1_514_764_800), let end = X509.Time(secondsSinceEpoch: 2_524_607_999)
    else { preconditionFailure("2018 and 2049 have their encodings") }
    return try issuer.certificate(
      signing: TBSCertificate(
        version: extensions.isEmpty ? .v1 : .v3, serialNumber: X509.SerialNumber(magnitude: [7]),
        signature: .ecdsaWithSHA256, issuer: named(issuerName), validity: Validity(notBefore: start, notAfter: end),
        subject: named(name), subjectPublicKeyInfo: SubjectPublicKeyInfo(der: spki), extensions: extensions))
  }

  private static func named(_ text: String) -> Name {
    Name([AttributeTypeAndValue(.commonName, CharacterString(utf8: text))])
  }
}
