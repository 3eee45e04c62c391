internal import DER
internal import Evidence
public import X509

extension CertificateList {
  /// True where this key signed the list, and the algorithm that was signed is the one beside the signature.
  public func isSigned(by issuer: PublicKey) throws(CryptographyError) -> Bool {
    guard algorithmsAgree, let signature = signature.wholeBytes else { return false }
    return try issuer.verify(signature: signature, over: tbsCertList.derBytes, algorithm: signatureAlgorithm)
  }
}

extension OCSPBasicResponse {
  /// True where this key signed the answer.
  public func isSigned(by responder: PublicKey) throws(CryptographyError) -> Bool {
    guard let signature = signature.wholeBytes else { return false }
    return try responder.verify(signature: signature, over: data.derBytes, algorithm: signatureAlgorithm)
  }
}

/// The hashes under which answers name a certificate's issuer.
public enum OCSPHash: String, Sendable, Hashable, CaseIterable {
  /// As all clients ask (RFC 5019, 2.1.1). Nothing rests on its strength: the answer's signature covers the number.
  case sha1
  case sha256

  func callAsFunction(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .sha1: LegacyHash.sha1(bytes)
    case .sha256: Hash.digest(bytes).bytes
    }
  }
}

extension OCSPCertificateID {
  /// How answers name a certificate of this issuer.
  public init(serialNumber: X509.SerialNumber, issuer: TBSCertificate, hash: OCSPHash) {
    self.init(
      hashAlgorithm: AlgorithmIdentifier(
        hash == .sha1 ? .sha1 : .sha256, parameters: AlgorithmIdentifier.null),
      issuerNameHash: hash(issuer.subject.derBytes), issuerKeyHash: hash(issuer.subjectPublicKeyInfo.key.bytes),
      serialNumber: serialNumber)
  }
}

extension OCSPResponderID {
  /// The responder by its key: shorter than a name, and free of personal data.
  public static func key(of certificate: TBSCertificate) -> OCSPResponderID {
    .byKey(LegacyHash.sha1(certificate.subjectPublicKeyInfo.key.bytes))
  }
}
