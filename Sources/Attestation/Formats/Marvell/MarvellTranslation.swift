internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// Attributes of a private object into claims, and the public key that they are about.
struct MarvellTranslation {
  private let digest: Digest
  private var claims = KeyClaims()
  private var problems: [AppraisalProblem] = []
  private var spki: [UInt8] = []
  private var localName: String?

  init(_ statement: Statement) { digest = statement.digest }

  /// The key with what its chains say.
  func key(_ vouched: MarvellChains) -> AttestedKey {
    var key = AttestedKey(
      spki: spki, spkiSHA256: Hash.digest(spki), format: MarvellAttestation.name, offeredClass: .signed,
      rawDigest: digest)
    key.claims = claims
    if let isFIPS = vouched.fipsMode { key.claims.set(.fipsMode, isFIPS, "card subject") }
    key.device = StatedDevice(vendor: "Marvell", model: "LiquidSecurity", serial: vouched.serial)
    key.localName = localName
    key.signer = vouched.signer
    key.weaknesses = vouched.weaknesses
    key.problems = vouched.problems + problems
    return key
  }

  /// Judges the private object; the public one only has to be of the same key.
  mutating func translate(_ half: MarvellObject, beside other: MarvellObject?) {
    bind(half, other)
    for type in half.repeated.sorted() {
      problems.append(AppraisalProblem(.claimRepeated, "attribute 0x\(String(type, radix: 16))"))
    }
    claim(.generatedInside, half, .local)
    // Not local may also be derived from another key of the card.
    if claims[.generatedInside].value == .yes { claims.set(.imported, false, "LOCAL") }
    claim(.extractableWrapped, half, .extractable)
    claim(.extractableClear, half, .sensitive, negated: true)
    claim(.everExtractable, half, .neverExtractable, negated: true)
    claim(.everNonSensitive, half, .alwaysSensitive, negated: true)
    claim(.signs, half, .sign)
    // The cards set it on every private key, but with one on a curve there is nothing to decrypt by.
    if half.number(.keyType) != MarvellTranslation.ec { claim(.decrypts, half, .decrypt) }
    claim(.wraps, half, .wrap)
    claim(.derives, half, .derive)
    localName = name(half)
  }

  /// What a public object says of itself is true of every public key.
  mutating func refuse(_ publicHalf: MarvellObject) {
    spki = MarvellTranslation.spki(publicHalf, nil) ?? []
    problems.append(AppraisalProblem(.claimMissing, "no private object: nothing is said of the private key"))
    localName = name(publicHalf)
  }

  mutating func refuseSecret() {
    problems.append(AppraisalProblem(.notAKeyAttestation, "a secret key, not a key pair"))
  }

  // MARK: - Parts

  /// The key is rebuilt from the attributes, and both objects must name its digest: that binds the claims to it.
  private mutating func bind(_ half: MarvellObject, _ other: MarvellObject?) {
    guard let key = MarvellTranslation.spki(half, other) else {
      problems.append(AppraisalProblem(.claimMissing, "no public key: attributes 0x100, 0x120, 0x121 and 0x122"))
      return
    }
    spki = key
    let digest = Hash.digest(key).bytes
    guard let stated = half[.keyDigest] else {
      problems.append(AppraisalProblem(.claimMissing, "EKCV (0x1003) of the private object"))
      return
    }
    if stated != digest {
      problems.append(AppraisalProblem(.partsDisagree, "EKCV (0x1003) is not of the key in attribute 0x120"))
    }
    guard let other else { return }
    if other[.keyDigest] != stated || !agree(half, other, .modulus) || !agree(half, other, .publicExponent) {
      problems.append(AppraisalProblem(.partsDisagree, "the public and the private object are of different keys"))
    }
  }

  private func agree(_ one: MarvellObject, _ other: MarvellObject, _ name: MarvellAttribute) -> Bool {
    guard let first = one[name], let second = other[name] else { return true }
    return first.drop { $0 == 0 }.elementsEqual(second.drop { $0 == 0 })
  }

  private mutating func claim(
    _ claim: ClaimName, _ object: MarvellObject, _ attribute: MarvellAttribute, negated: Bool = false
  ) {
    guard object[attribute] != nil else { return }
    let field = "private 0x\(String(attribute.rawValue, radix: 16))"
    switch object.number(attribute) {
    case 0: claims.set(claim, negated, field)
    case 1: claims.set(claim, !negated, field)
    default: problems.append(AppraisalProblem(.claimUnknownValue, "\(field) is neither 0 nor 1"))
    }
  }

  /// CKA_LABEL and CKA_ID, padded with zeros by the card.
  private func name(_ object: MarvellObject) -> String? {
    let parts = [object[.label], object[.id]].compactMap { $0 }.map { value in
      let trimmed = value.prefix(value.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0)
      let isText = trimmed.allSatisfy { (0x20...0x7E).contains($0) }
      return isText ? String(decoding: trimmed, as: UTF8.self) : Hex.encode(trimmed)
    }.filter { !$0.isEmpty }
    return parts.isEmpty ? nil : parts.joined(separator: " ")
  }

  // MARK: - The key

  private static let rsa: UInt64 = 0
  private static let ec: UInt64 = 3

  /// OpenSSL's numbers of curves.
  private static let curves: [UInt64: String] = [
    415: EllipticCurve.p256.dottedOID, 715: EllipticCurve.p384.dottedOID, 716: EllipticCurve.p521.dottedOID,
    714: "1.3.132.0.10", 927: EllipticCurve.brainpoolP256r1.dottedOID, 931: EllipticCurve.brainpoolP384r1.dottedOID,
    933: EllipticCurve.brainpoolP512r1.dottedOID,
  ]

  /// From the private object's attributes; the other one's stand in for those that it lacks.
  private static func spki(_ object: MarvellObject, _ other: MarvellObject?) -> [UInt8]? {
    guard let point = object[.modulus] ?? other?[.modulus] else { return nil }
    switch object.number(.keyType) {
    case rsa:
      guard let exponent = object[.publicExponent] ?? other?[.publicExponent] else { return nil }
      let key = RSAPublicKey(modulus: point, exponent: exponent)
      guard !key.modulus.isEmpty, !key.exponent.isEmpty else { return nil }
      return SubjectPublicKeyInfo(
        algorithm: AlgorithmIdentifier(.rsaEncryption, parameters: AlgorithmIdentifier.null),
        key: BitString(bytes: key.derEncoded)
      ).derBytes
    case ec:
      let number = object.number(.modulusBits) ?? other?.number(.modulusBits)
      guard let curve = number.flatMap({ curves[$0] }).flatMap({ ObjectIdentifier($0) }) else { return nil }
      var parameters = DERWriter()
      parameters.objectIdentifier(curve)
      return SubjectPublicKeyInfo(
        algorithm: AlgorithmIdentifier(.ecPublicKey, parameters: parameters.bytes), key: BitString(bytes: point)
      ).derBytes
    default: return nil
    }
  }
}
