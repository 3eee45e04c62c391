import DER
import TestSupport
import Testing
import X509

@Suite struct CertificateTests {
  private static func tbs(
    version: TBSCertificate.Version = .v3, serialNumber: SerialNumber = SerialNumber(magnitude: [0x80, 1]),
    subjectUniqueID: BitString? = nil, extensions: [Extension] = []
  ) throws -> TBSCertificate {
    try TBSCertificate(
      version: version, serialNumber: serialNumber, signature: .ecdsaWithSHA256,
      issuer: Name([AttributeTypeAndValue(.commonName, CharacterString(utf8: "Issuer"))]),
      validity: Validity(
        notBefore: try #require(Time(secondsSinceEpoch: 1_795_000_000)),
        notAfter: try #require(Time(secondsSinceEpoch: 2_600_000_000))),
      subject: Name([AttributeTypeAndValue(.commonName, CharacterString(utf8: "Subject"))]),
      subjectPublicKeyInfo: SubjectPublicKeyInfo(
        algorithm: AlgorithmIdentifier(.ecPublicKey, parameters: hexBytes("06082A8648CE3D030107")),
        key: BitString(bytes: [4] + [UInt8](repeating: 7, count: 64))),
      subjectUniqueID: subjectUniqueID, extensions: extensions)
  }

  @Test func `a built certificate is read back with the values it was built from`() throws {
    let extensions = [
      Extension(BasicConstraints(isCA: true, pathLength: 0), critical: true),
      Extension(KeyUsage([.keyCertSign, .cRLSign]), critical: true),
    ]
    let built = try Self.tbs(extensions: extensions)
    let read = try TBSCertificate(der: built.derBytes)
    #expect(read == built)
    #expect(read.extensionValue(BasicConstraints.self) == .present(.init(isCA: true, pathLength: 0), critical: true))
    #expect(read.extensionValue(KeyUsage.self).value == [.keyCertSign, .cRLSign])
    #expect(read.extensionValue(ExtendedKeyUsage.self) == .absent)
    #expect(read.subjectPublicKeyInfo.algorithm.namedCurve == .p256)
    #expect("\(read.serialNumber)" == "008001")
  }

  @Test func `an assembled certificate carries the signed bytes as they are and survives PEM`() throws {
    let tbs = try Self.tbs()
    let certificate = Certificate(tbs: tbs, signatureAlgorithm: .ecdsaWithSHA256, signature: [1, 2, 3])
    let read = try Certificate(pem: certificate.pem)
    #expect(read == certificate)
    #expect(read.tbsCertificate.derBytes == tbs.derBytes)
    #expect(read.signature.wholeBytes == [1, 2, 3])
    #expect(read.algorithmsAgree)
    #expect(!Certificate(tbs: tbs, signatureAlgorithm: .ed25519, signature: [1]).algorithmsAgree)
    #expect(throws: X509Error.self) { try CertificationRequest(pem: certificate.pem) }
  }

  @Test func `the version must allow what is there`() throws {
    let item = Extension(OCSPNoCheck(), critical: false)
    #expect(throws: X509Error.self) { try Self.tbs(version: .v2, extensions: [item]) }
    #expect(throws: X509Error.self) { try Self.tbs(version: .v1, subjectUniqueID: BitString(bytes: [1])) }
    #expect(try Self.tbs(version: .v2, subjectUniqueID: BitString(bytes: [1])).subjectUniqueID?.bytes == [1])
    let first = try TBSCertificate(der: try Self.tbs(version: .v1).derBytes)
    #expect(first.version == .v1)
  }

  @Test func `an extension that stands twice is reported as repeated`() throws {
    let item = Extension(OCSPNoCheck(), critical: false)
    let tbs = try Self.tbs(extensions: [item, item, item])
    #expect(tbs.extensionValue(OCSPNoCheck.self) == .repeated)
    #expect(tbs.extensions.repeatedOIDs == [OCSPNoCheck.oid])
  }

  @Test func `a malformed extension leaves the certificate readable and keeps its criticality`() throws {
    let item = Extension(oid: KeyUsage.oid, critical: true, value: [0x03, 0x01, 0x00])
    let tbs = try TBSCertificate(der: try Self.tbs(extensions: [item]).derBytes)
    let value = tbs.extensionValue(KeyUsage.self)
    guard case .malformed(let error, critical: true) = value else {
      Issue.record("\(value)")
      return
    }
    #expect(error.structure == "KeyUsage")
    #expect(error.cause.problem == .constraint)
    #expect(value.critical == true && value.value == nil)
  }

  @Test func `a serial number shows its sign, its length and its hexadecimal`() throws {
    #expect(SerialNumber(magnitude: [0, 0, 0x7F]).bytes == [0x7F])
    #expect(SerialNumber(magnitude: [0x80]).octetCount == 2)
    #expect(SerialNumber(magnitude: [0x80]).isPositive)
    #expect(!SerialNumber(magnitude: [0]).isPositive)
    #expect(!SerialNumber(magnitude: [0]).isNegative)
  }

  @Test func `RSASSA-PSS parameters survive, and defaults that are written are refused`() throws {
    let parameters = RSASSAPSSParameters(hash: .sha256, digestLength: 32)
    // From `openssl req -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest -sha256`.
    let golden = hexBytes(
      """
      3034 A00F 300D 0609 608648016503040201 0500 A11C 301A 0609 2A864886F70D010108 300D 0609 608648016503040201 0500
      A203 020120
      """)
    #expect(parameters.derEncoded == golden)
    let algorithm = AlgorithmIdentifier.rsassaPSS(parameters)
    #expect(try algorithm.rsassaPSSParameters() == parameters)
    #expect(try algorithm.rsassaPSSParameters()?.maskHash?.algorithm == .sha256)
    let defaults = AlgorithmIdentifier(.rsassaPSS, parameters: [0x30, 0x00])
    #expect(try defaults.rsassaPSSParameters()?.hash.algorithm == .sha1)
    #expect(try defaults.rsassaPSSParameters()?.saltLength == 20)
    let explicitSalt = AlgorithmIdentifier(.rsassaPSS, parameters: hexBytes("3005 A203 020114"))
    #expect(throws: X509Error.self) { try explicitSalt.rsassaPSSParameters() }
    let trailer = AlgorithmIdentifier(.rsassaPSS, parameters: hexBytes("3005 A303 020101"))
    #expect(throws: X509Error.self) { try trailer.rsassaPSSParameters() }
    #expect(try AlgorithmIdentifier.ecdsaWithSHA256.rsassaPSSParameters() == nil)
  }

  @Test func `a key that is not RSA has no RSA key and a cut one is refused`() throws {
    let ec = try Self.tbs().subjectPublicKeyInfo
    #expect(try ec.rsaPublicKey() == nil)
    let key = RSAPublicKey(modulus: [0x00, 0xC1, 0x05], exponent: [1, 0, 1])
    let rsa = SubjectPublicKeyInfo(
      algorithm: AlgorithmIdentifier(.rsaEncryption, parameters: AlgorithmIdentifier.null),
      key: BitString(bytes: key.derEncoded))
    #expect(try rsa.rsaPublicKey() == key)
    #expect(try SubjectPublicKeyInfo(der: rsa.derBytes) == rsa)
    let cut = SubjectPublicKeyInfo(algorithm: rsa.algorithm, key: BitString(bytes: Array(key.derEncoded.dropLast())))
    #expect(throws: X509Error.self) { try cut.rsaPublicKey() }
  }
}
