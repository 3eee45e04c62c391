internal import DER
public import Evidence
public import X509

/// Signature schemes as X.509 names them.
///
/// RFC 4055 section 5: NULL parameters for PKCS#1 v1.5. RFC 5758 section 3.2 and RFC 8410 section 3: none for ECDSA,
/// Ed25519 and Ed448. RFC 4055 section 3.1: hash, MGF1 with that hash, salt and the default trailer for PSS.
public enum SignatureAlgorithms {
  /// Throws for any algorithm that is not one of ours to the last byte of its parameters.
  public static func scheme(of algorithm: AlgorithmIdentifier) throws(CryptographyError) -> SignatureScheme {
    guard let scheme = schemes[algorithm] else {
      let parameters = algorithm.parameters.map { "parameters \(Hex.encode($0.prefix(80)))" } ?? "no parameters"
      throw .unsupportedAlgorithm("\(algorithm.algorithm) with \(parameters)")
    }
    return scheme
  }

  public static func algorithmIdentifier(for scheme: SignatureScheme) -> AlgorithmIdentifier {
    switch scheme {
    case .ecdsa(let hash): AlgorithmIdentifier(hash.ecdsaIdentifier)
    case .rsaPKCS1(let hash): AlgorithmIdentifier(hash.rsaIdentifier, parameters: AlgorithmIdentifier.null)
    case .rsaPSS(let hash):
      .rsassaPSS(RSASSAPSSParameters(hash: hash.objectIdentifier, digestLength: hash.byteCount))
    case .ed25519: .ed25519
    case .ed448: AlgorithmIdentifier(.ed448)
    }
  }

  private static let schemes: [AlgorithmIdentifier: SignatureScheme] = {
    var schemes: [AlgorithmIdentifier: SignatureScheme] = [.ed25519: .ed25519, AlgorithmIdentifier(.ed448): .ed448]
    for hash in HashAlgorithm.allCases {
      for scheme: SignatureScheme in [.ecdsa(hash), .rsaPKCS1(hash), .rsaPSS(hash)] {
        schemes[algorithmIdentifier(for: scheme)] = scheme
      }
      // RFC 4055, 2.1: absent parameters of a hash mean the same as NULL, and both must be taken.
      let bare = AlgorithmIdentifier(hash.objectIdentifier)
      let mask = AlgorithmIdentifier(.mgf1, parameters: bare.derEncoded)
      let parameters = RSASSAPSSParameters(hash: bare, maskGeneration: mask, saltLength: hash.byteCount)
      schemes[.rsassaPSS(parameters)] = .rsaPSS(hash)
    }
    return schemes
  }()
}

extension PublicKey {
  /// The same as `verify(signature:over:scheme:)`, with the scheme as a certificate names it.
  public func verify(
    signature: [UInt8], over message: [UInt8], algorithm: AlgorithmIdentifier
  ) throws(CryptographyError) -> Bool {
    try verify(signature: signature, over: message, scheme: try SignatureAlgorithms.scheme(of: algorithm))
  }
}

extension Certificate {
  /// True where this key signed the certificate, and the algorithm that was signed is the one beside the signature.
  public func isSigned(by issuer: PublicKey) throws(CryptographyError) -> Bool {
    guard algorithmsAgree, let signature = signature.wholeBytes else { return false }
    return try issuer.verify(signature: signature, over: tbsCertificate.derBytes, algorithm: signatureAlgorithm)
  }
}

extension CertificationRequest {
  /// True where the key of the request signed the request: proof of possession (RFC 2986, 3).
  public func provesPossession() throws(CryptographyError) -> Bool {
    guard let signature = signature.wholeBytes else { return false }
    let key = try PublicKey(subjectPublicKeyInfo)
    return try key.verify(signature: signature, over: infoBytes, algorithm: signatureAlgorithm)
  }
}
