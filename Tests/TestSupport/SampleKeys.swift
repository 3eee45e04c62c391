import Cryptography
public import DER
public import Evidence
public import X509

/// Public keys for samples, the same in each run. Nobody has the private halves.
public struct SampleKey: Sendable {
  public let info: SubjectPublicKeyInfo
  public let facts: KeyFacts

  public static let subject = ec(
    .p256, .p256,
    "0483b9e79d4542dfc58f90868ad70dceaceb3934b7cb82feec5b77fb4b4e1cd7b020985a45d84cd610fcce512571df296fdae7d46181a5ae04174"
      + "c2f7b8c947089")
  public static let issuing = ec(
    .p256, .p256,
    "049c1989a0244a97c4887fbfbf62351800d3dffdcf08d994c26b188d5ee640b384529c18b2393a9f010d5a073f176950bccfee8197462c87de30b"
      + "3b39f4d34f68a")
  public static let root = ec(
    .p384, .p384,
    "04aaabc2c199e14dbbb311476b86447e97b038477dd1e4359cc2a353df0d9b0443036ae4b0931fc4b2c84eac5f524b0af11c15fefcad19ceb92ec"
      + "a2be83fd130df92571440b076fcab4a439477c1d5bf5d08c1bb6d0d4ccb1133e8045d3439f0bc")
  public static let ed25519 = SampleKey(
    AlgorithmIdentifier(.ed25519), hexBytes("378ca4e4fdf60123ef80d37adae69fae2a8b675500483caac76fcb895461bf7b"),
    .ed25519)

  /// A key of a kind that no policy takes; the bytes are of no use.
  public static func other(_ algorithm: ObjectIdentifier) -> SampleKey {
    SampleKey(AlgorithmIdentifier(algorithm), [4, 1, 2, 3], .other(dottedOID: "\(algorithm)"))
  }

  /// A key of an algorithm that nothing here can verify; the bytes are of no use.
  public static func postQuantum(_ algorithm: PostQuantumAlgorithm) -> SampleKey {
    guard let oid = ObjectIdentifier(algorithm.dottedOID) else { preconditionFailure("no identifier: \(algorithm)") }
    return SampleKey(
      AlgorithmIdentifier(oid), [UInt8](repeating: 0x5A, count: algorithm.publicKeyLength ?? 60),
      .postQuantum(algorithm))
  }

  /// A modulus of so many bits that is no product of primes.
  public static func rsa(bits: Int, exponent: [UInt8] = [1, 0, 1]) -> SampleKey {
    let modulus = [1 << UInt8((bits + 7) % 8)] + [UInt8](repeating: 0xA5, count: (bits + 7) / 8 - 1)
    var key = DERWriter()
    key.write(RSAPublicKey(modulus: modulus, exponent: exponent))
    return SampleKey(
      AlgorithmIdentifier(.rsaEncryption, parameters: AlgorithmIdentifier.null), key.bytes,
      .rsa(modulus: modulus, exponent: exponent))
  }

  private static func ec(_ curve: EllipticCurve, _ oid: ObjectIdentifier, _ point: String) -> SampleKey {
    var parameters = DERWriter()
    parameters.objectIdentifier(oid)
    return SampleKey(AlgorithmIdentifier(.ecPublicKey, parameters: parameters.bytes), hexBytes(point), .ec(curve))
  }

  /// The same key with a weakness found in it.
  public func weak(_ kind: KeyWeakness.Kind, _ evidence: String) -> SampleKey {
    with(.thorough, [KeyWeakness(kind, evidence: evidence)])
  }

  /// The same key, examined so far.
  public func examined(_ depth: KeyExamination) -> SampleKey { with(depth, []) }

  private func with(_ depth: KeyExamination, _ weaknesses: [KeyWeakness]) -> SampleKey {
    SampleKey(
      info: info,
      facts: KeyFacts(
        kind: facts.kind, spki: facts.spki, spkiSHA256: facts.spkiSHA256, pss: facts.pss, examination: depth,
        weaknesses: weaknesses))
  }

  /// The public half of a key that we have, so that no weakness is found in it.
  public init(of key: TestKey) throws {
    let info = try SubjectPublicKeyInfo(der: key.spki)
    self.init(info: info, facts: try KeyFacts(info))
  }

  /// The same modulus, if it is an RSA key, with another exponent.
  public func with(exponent: [UInt8]) -> SampleKey {
    guard case .rsa(let modulus, _) = facts.kind else { return self }
    var key = DERWriter()
    key.write(RSAPublicKey(modulus: modulus, exponent: exponent))
    return SampleKey(
      AlgorithmIdentifier(.rsaEncryption, parameters: AlgorithmIdentifier.null), key.bytes,
      .rsa(modulus: modulus, exponent: exponent))
  }

  private init(info: SubjectPublicKeyInfo, facts: KeyFacts) {
    self.info = info
    self.facts = facts
  }

  /// Counts as examined, and found good.
  private init(_ algorithm: AlgorithmIdentifier, _ key: [UInt8], _ kind: KeyKind, pss: PSSRestriction? = nil) {
    info = SubjectPublicKeyInfo(algorithm: algorithm, key: BitString(bytes: key))
    facts = KeyFacts(
      kind: kind, spki: info.derBytes, spkiSHA256: Hash.digest(info.derBytes), pss: pss, examination: .thorough)
  }

  /// RFC 7093, 2 (1): the first 160 bits of SHA-256 over the key.
  public var identifier: [UInt8] { Array(Hash.digest(info.key.bytes).bytes.prefix(20)) }
}
