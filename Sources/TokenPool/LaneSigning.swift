internal import Cryptography
internal import DER
internal import Evidence
internal import PKCS11

/// What a scheme asks of the token. Messages are hashed here: many tokens sign digests alone, and none seen checks the
/// length of one.
struct SigningOperation {
  let mechanism: Mechanism
  let data: [UInt8]
  /// Bytes of every signature that the token may answer.
  let signatureLength: Int
  private let isECDSA: Bool

  init(
    _ scheme: SignatureScheme, key: KeyFacts, message: [UInt8], form: MessageForm = .whole
  ) throws(LaneError) {
    if let problem = form.problem(message: message, scheme: scheme, key: key) { throw .pool(.unsupported(problem)) }
    switch (scheme, key.kind) {
    case (.ecdsa(let hash), .ec(let curve)):
      // FIPS 186-5, 6.4: of a digest longer than the curve's order the leftmost bits count. PKCS#11 2.40 leaves it open
      // who cuts it. The orders longer than no digest here have whole bytes.
      let coordinate = (curve.bits + 7) / 8
      let digest = Array(try form.digest(of: message, hash).bytes.prefix(coordinate))
      self.init(Mechanism(.ecdsa), digest, 2 * coordinate, isECDSA: true)
    case (.ed25519, .ed25519):
      self.init(Mechanism(.eddsa), message, 64)
    case (.rsaPKCS1(let hash), .rsa(let modulus, _)):
      let info = DigestInfo.der(try form.digest(of: message, hash))
      self.init(Mechanism(.rsaPKCS), info, modulus.count)
    case (.rsaPSS(let hash), .rsa(let modulus, _)):
      let types: [HashAlgorithm: MechanismType] = [.sha256: .sha256, .sha384: .sha384, .sha512: .sha512]
      let salt = UInt(clamping: form.saltLength ?? hash.byteCount)
      guard let type = types[hash], let mechanism = Mechanism.rsaPSS(hash: type, saltLength: salt)
      else { throw .pool(.unsupported("RSASSA-PSS with \(hash.rawValue) on a PKCS#11 2.40 token")) }
      self.init(mechanism, try form.digest(of: message, hash).bytes, modulus.count)
    default:
      throw .pool(.unsupported("\(scheme) with this key"))
    }
  }

  private init(_ mechanism: Mechanism, _ data: [UInt8], _ signatureLength: Int, isECDSA: Bool = false) {
    self.mechanism = mechanism
    self.data = data
    self.signatureLength = signatureLength
    self.isECDSA = isECDSA
  }

  /// Signs with a private key that the lane has a handle of.
  func run(_ privateKey: ObjectHandle, on lane: Lane) throws(LaneError) -> [UInt8] {
    let signature = try lane.use { session throws(PKCS11Error) in
      try session.sign(mechanism, key: privateKey, data, signatureLength: signatureLength)
    }
    return try encoded(signature)
  }

  /// The signature as X.509 encodes it. A length that the key cannot make is the module's fault.
  private func encoded(_ signature: [UInt8]) throws(LaneError) -> [UInt8] {
    guard signature.count == signatureLength else {
      let problem = "a signature of \(signature.count) bytes, must be \(signatureLength)"
      throw .module(.unusableAnswer(function: "C_Sign", problem: problem))
    }
    guard isECDSA else { return signature }
    var writer = DERWriter()
    writer.sequence { writer in
      writer.unsignedInteger(Array(signature.prefix(signature.count / 2)))
      writer.unsignedInteger(Array(signature.suffix(signature.count / 2)))
    }
    return writer.bytes
  }
}

extension MessageForm {
  fileprivate var saltLength: Int? { if case .digest(let salt) = self { salt } else { nil } }

  /// What is signed: the digest that was given, or the one of the message. Tokens check no digest's length.
  fileprivate func digest(of message: [UInt8], _ hash: HashAlgorithm) throws(LaneError) -> Digest {
    guard case .digest = self else { return Hash.digest(message, hash) }
    guard let digest = Digest(algorithm: hash, bytes: message) else {
      throw .pool(.unsupported("a digest of \(message.count) bytes; \(hash.rawValue) has \(hash.byteCount)"))
    }
    return digest
  }
}

/// DigestInfo of RFC 8017, 9.2.
private enum DigestInfo {
  static func der(_ digest: Digest) -> [UInt8] {
    var writer = DERWriter()
    writer.sequence { writer in
      writer.sequence { writer in
        writer.objectIdentifier(identifier(digest.algorithm))
        writer.null()
      }
      writer.octetString(digest.bytes)
    }
    return writer.bytes
  }

  /// The NIST hash arc, in the order SHA-256, -384, -512, …, SHA3-256, -384, -512.
  private static func identifier(_ hash: HashAlgorithm) -> DER.ObjectIdentifier {
    let last: UInt64 =
      switch hash {
      case .sha256: 1
      case .sha384: 2
      case .sha512: 3
      case .sha3_256: 8
      case .sha3_384: 9
      case .sha3_512: 10
      }
    return DER.ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 2, last)
  }
}
