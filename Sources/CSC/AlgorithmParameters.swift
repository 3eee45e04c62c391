internal import DER
internal import Evidence
internal import X509

/// `signAlgo`, `signAlgoParams` and the hash identifier as a request has them, not yet held against a key.
struct AlgorithmParameters {
  let signAlgo: String
  let signAlgoParams: String?
  let hashOID: String?

  /// Checks 10 to 12 of the reference's section 7: what must be there is, and is text.
  init(_ body: RequestBody) throws(CSCError) {
    let hashMember = body.dialect.hashAlgorithmMember
    signAlgo = try body.string("signAlgo")
    signAlgoParams = try body.optionalString("signAlgoParams")
    guard signAlgoParams != nil || signAlgo != "\(SignAlgorithm.pss.oid)" else {
      throw .missing(.string, "signAlgoParams")
    }
    hashOID = try body.optionalString(hashMember)
    guard hashOID != nil || signAlgo != "\(SignAlgorithm.rsa.oid)" else { throw .missing(.string, hashMember) }
  }

  /// Checks 13 and 14 of the reference's section 7, and that the parameters and the hash name one algorithm.
  func resolve(for key: KeyDescription, naming hashMember: String) throws(CSCError) -> SigningAlgorithm {
    let named: HashAlgorithm?
    if let hashOID {
      guard let hash = HashAlgorithm(cscOID: hashOID) else { throw .invalid(hashMember) }
      named = hash
    } else {
      named = nil
    }
    guard let oid = ObjectIdentifier(signAlgo), let algorithm = SignAlgorithm(oid: oid),
      key.algorithms.contains(algorithm)
    else { throw .invalid("signAlgo") }
    let result = try signing(algorithm, named: named, key: key)
    guard named == nil || named == result.hash else { throw .contradictingHashAlgorithm }
    return result
  }

  private func signing(
    _ algorithm: SignAlgorithm, named: HashAlgorithm?, key: KeyDescription
  ) throws(CSCError) -> SigningAlgorithm {
    if algorithm == .pss { return try pss(key) }
    // Parameters that would be ignored may mean that the client takes the algorithm for another one.
    guard signAlgoParams == nil || holdsNull else { throw .invalid("signAlgoParams") }
    guard let hash = algorithm.hash ?? named else { throw .missing(.string, "hashAlgorithmOID") }
    let isEC: Bool
    switch algorithm {
    case .ecdsaSHA256, .ecdsaSHA384, .ecdsaSHA512: isEC = true
    case .rsa, .rsaSHA256, .rsaSHA384, .rsaSHA512, .pss: isEC = false
    }
    guard isEC == key.isEC else { throw .invalid("signAlgo") }
    return SigningAlgorithm(scheme: isEC ? .ecdsa(hash) : .rsaPKCS1(hash), hash: hash, pssSaltLength: nil)
  }

  /// RFC 4055, 3.1, in DER: MGF1 with the same hash, the one trailer, a salt that fits the key (RFC 8017, 9.1.1).
  /// Without parameters the defaults would mean SHA-1.
  private func pss(_ key: KeyDescription) throws(CSCError) -> SigningAlgorithm {
    guard let text = signAlgoParams else { throw .missing(.string, "signAlgoParams") }
    guard !key.isEC else { throw .invalid("signAlgo") }
    guard let der = Base64.decode(text),
      let parameters = try? DERReader.decode(RSASSAPSSParameters.self, der[...]),
      let mask = parameters.maskHash, mask.algorithm == parameters.hash.algorithm,
      AlgorithmParameters.isHash(parameters.hash), AlgorithmParameters.isHash(mask),
      let hash = HashAlgorithm(cscOID: "\(parameters.hash.algorithm)")
    else { throw .invalid("signAlgoParams") }
    let encoded = (max(key.bits - 1, 0) + 7) / 8
    guard parameters.saltLength <= encoded - hash.byteCount - 2 else { throw .invalid("signAlgoParams") }
    return SigningAlgorithm(scheme: .rsaPSS(hash), hash: hash, pssSaltLength: parameters.saltLength)
  }

  /// RFC 4055, 2.1: absent parameters of a hash mean the same as NULL.
  private static func isHash(_ algorithm: AlgorithmIdentifier) -> Bool {
    algorithm.parameters == nil || algorithm.parameters == AlgorithmIdentifier.null
  }

  private var holdsNull: Bool { signAlgoParams.flatMap { Base64.decode($0) } == AlgorithmIdentifier.null }
}
