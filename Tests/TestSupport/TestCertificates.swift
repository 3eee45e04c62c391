import Cryptography
import DER
public import Evidence
public import X509

extension TestKey {
  /// The scheme that suits the key: SHA-256, and PKCS#1 v1.5 for RSA.
  public var scheme: SignatureScheme {
    get throws {
      switch try KeyFacts(spki: try spki).kind {
      case .rsa: .rsaPKCS1(.sha256)
      case .ed25519: .ed25519
      case .ed448: .ed448
      case .ec, .postQuantum, .other: .ecdsa(.sha256)
      }
    }
  }

  /// Signs a TBS. The algorithm beside the signature is the one in the TBS.
  public func certificate(signing tbs: TBSCertificate) throws -> Certificate {
    let scheme = try SignatureAlgorithms.scheme(of: tbs.signature)
    let signature = try sign(tbs.derBytes, scheme: scheme)
    return Certificate(tbs: tbs, signatureAlgorithm: tbs.signature, signature: signature)
  }

  /// A PKCS#10 request for this key.
  public func certificationRequest(commonName: String, attributes: [Attribute] = []) throws -> CertificationRequest {
    let info = try SubjectPublicKeyInfo(der: try spki)
    var body = DERWriter()
    body.sequence { writer in
      writer.integer(0)
      writer.write(TestAuthority.name(commonName))
      writer.write(info)
      writer.set(tag: .context(0, constructed: true), of: attributes)
    }
    let signature = try sign(body.bytes, scheme: try scheme)
    let algorithm = SignatureAlgorithms.algorithmIdentifier(for: try scheme)
    var request = DERWriter()
    request.sequence { writer in
      writer.raw(body.bytes)
      writer.write(algorithm)
      writer.bitString(BitString(bytes: signature))
    }
    return try CertificationRequest(der: request.bytes)
  }
}

/// A certification authority of software for tests: it signs whatever it is asked to.
public struct TestAuthority: Sendable {
  public let key: TestKey
  public let certificate: Certificate

  /// Self-signed, valid from 2026-01-01 to 2036-01-01.
  public init(root commonName: String, key: TestKey) throws {
    self.key = key
    certificate = try TestAuthority.mint(
      commonName, key: key, issuer: TestAuthority.name(commonName), signer: key, isCA: true)
  }

  private init(key: TestKey, certificate: Certificate) {
    self.key = key
    self.certificate = certificate
  }

  /// A subordinate authority.
  public func authority(_ commonName: String, key: TestKey) throws -> TestAuthority {
    let issued = try TestAuthority.mint(
      commonName, key: key, issuer: certificate.tbsCertificate.subject, signer: self.key, isCA: true)
    return TestAuthority(key: key, certificate: issued)
  }

  /// An end entity's certificate with key identifiers, key usage and whatever else is given.
  public func issue(
    _ commonName: String, key: TestKey, more: [Extension] = [], scheme: SignatureScheme? = nil
  ) throws -> Certificate {
    try TestAuthority.mint(
      commonName, key: key, issuer: certificate.tbsCertificate.subject, signer: self.key, isCA: false, more: more,
      scheme: scheme)
  }

  public static func name(_ commonName: String) -> Name {
    Name([AttributeTypeAndValue(.commonName, CharacterString(utf8: commonName))])
  }

  private static func mint(
    _ commonName: String, key: TestKey, issuer: Name, signer: TestKey, isCA: Bool, more: [Extension] = [],
    scheme: SignatureScheme? = nil
  ) throws -> Certificate {
    let usage: KeyUsage = isCA ? [.keyCertSign, .cRLSign] : [.nonRepudiation]
    let identifiers = try [
      Extension(AuthorityKeyIdentifier(keyIdentifier: keyIdentifier(signer)), critical: false),
      Extension(SubjectKeyIdentifier(keyIdentifier(key)), critical: false),
    ]
    let constraints = isCA ? [Extension(BasicConstraints(isCA: true), critical: true)] : []
    let tbs = try TBSCertificate(
      serialNumber: X509.SerialNumber(magnitude: [1] + (try SecureRandom.bytes(15))),
      signature: SignatureAlgorithms.algorithmIdentifier(for: try scheme ?? signer.scheme), issuer: issuer,
      validity: try validity(), subject: name(commonName), subjectPublicKeyInfo: SubjectPublicKeyInfo(der: key.spki),
      extensions: identifiers + constraints + [Extension(usage, critical: true)] + more)
    return try signer.certificate(signing: tbs)
  }

  /// RFC 7093, 2 (1): the first 160 bits of SHA-256 over the key.
  private static func keyIdentifier(_ key: TestKey) throws -> [UInt8] {
    Array(Hash.digest(try SubjectPublicKeyInfo(der: key.spki).key.bytes, .sha256).bytes.prefix(20))
  }

  private static func validity() throws -> Validity {
    guard let from = Instant("2026-01-01"), let until = Instant("2036-01-01"),
      let notBefore = Time(secondsSinceEpoch: from.seconds), let notAfter = Time(secondsSinceEpoch: until.seconds)
    else { throw TestKey.Failure(function: "Time") }
    return Validity(notBefore: notBefore, notAfter: notAfter)
  }
}
