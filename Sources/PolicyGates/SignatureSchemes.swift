internal import DER
internal import Evidence
internal import X509

extension PostQuantumAlgorithm {
  /// The pure algorithm that an AlgorithmIdentifier names; nil where it has parameters, which none takes (RFC 9881, 2;
  /// RFC 9909, 3; RFC 9802, 3).
  init?(_ algorithm: AlgorithmIdentifier) {
    let name = algorithm.algorithm.description
    guard algorithm.parameters == nil, let known = Self.allCases.first(where: { $0.dottedOID == name }) else {
      return nil
    }
    self = known
  }
}

extension CertificateContent {
  /// The post-quantum algorithm of the signature; nil where it is another one.
  var postQuantumSignature: PostQuantumAlgorithm? {
    scheme == nil ? PostQuantumAlgorithm(tbs.signature) : nil
  }

  /// Whether the signature is of a suite that TS 119 312 agrees to.
  var hasAgreedSuite: Bool { scheme != nil || postQuantumSignature?.isAgreed == true }
}

extension SignatureScheme {
  /// The scheme that an AlgorithmIdentifier asks for; nil where its identifier, or its parameters, are not exactly
  /// those of a suite that TS 119 312 agrees to.
  ///
  /// Cryptography has a table of what can be verified. This one is policy, and is read from the very bytes to be signed.
  init?(_ algorithm: AlgorithmIdentifier) {
    if let scheme = Self.fixed[algorithm] {
      self = scheme
    } else if let parameters = try? algorithm.rsassaPSSParameters(), let hash = Self.pss[parameters] {
      self = .rsaPSS(hash)
    } else {
      return nil
    }
  }

  private static let fixed: [AlgorithmIdentifier: SignatureScheme] = [
    .ecdsaWithSHA256: .ecdsa(.sha256),
    .ecdsaWithSHA384: .ecdsa(.sha384),
    .ecdsaWithSHA512: .ecdsa(.sha512),
    AlgorithmIdentifier(.ecdsaWithSHA3_256): .ecdsa(.sha3_256),
    AlgorithmIdentifier(.ecdsaWithSHA3_384): .ecdsa(.sha3_384),
    AlgorithmIdentifier(.ecdsaWithSHA3_512): .ecdsa(.sha3_512),
    .sha256WithRSAEncryption: .rsaPKCS1(.sha256),
    .sha384WithRSAEncryption: .rsaPKCS1(.sha384),
    .sha512WithRSAEncryption: .rsaPKCS1(.sha512),
    AlgorithmIdentifier(.sha3_256WithRSAEncryption, parameters: AlgorithmIdentifier.null): .rsaPKCS1(.sha3_256),
    AlgorithmIdentifier(.sha3_384WithRSAEncryption, parameters: AlgorithmIdentifier.null): .rsaPKCS1(.sha3_384),
    AlgorithmIdentifier(.sha3_512WithRSAEncryption, parameters: AlgorithmIdentifier.null): .rsaPKCS1(.sha3_512),
    .ed25519: .ed25519,
    AlgorithmIdentifier(.ed448): .ed448,
  ]

  /// MGF1 with the same hash, a salt as long as the digest.
  private static let pss: [RSASSAPSSParameters: HashAlgorithm] = [
    RSASSAPSSParameters(hash: .sha256, digestLength: 32): .sha256,
    RSASSAPSSParameters(hash: .sha384, digestLength: 48): .sha384,
    RSASSAPSSParameters(hash: .sha512, digestLength: 64): .sha512,
    RSASSAPSSParameters(hash: .sha3_256, digestLength: 32): .sha3_256,
    RSASSAPSSParameters(hash: .sha3_384, digestLength: 48): .sha3_384,
    RSASSAPSSParameters(hash: .sha3_512, digestLength: 64): .sha3_512,
  ]
}
