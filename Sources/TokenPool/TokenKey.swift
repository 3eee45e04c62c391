internal import Cryptography
internal import DER
internal import Evidence
internal import PKCS11

/// A private key as one lane reaches it, with the public key that was read beside it.
struct TokenKey {
  let privateKey: ObjectHandle
  let publicKey: PublicKey

  /// Looks the key up by CKA_ID and compares the public key. Two objects with one CKA_ID are refused: signing with
  /// either would be a guess.
  static func find(_ identity: KeyIdentity, on lane: Lane) throws(LaneError) -> TokenKey {
    let name = "CKA_ID \(Hex.encode(identity.ckaID))"
    let privateKeys = try lane.find([Attribute(.privateKey), Attribute(.id, identity.ckaID)])
    let publicKeys = try lane.find([Attribute(.publicKey), Attribute(.id, identity.ckaID)])
    guard let privateKey = privateKeys.first, let publicObject = publicKeys.first else {
      throw .pool(.keyNotFound(privateKeys.isEmpty ? "no private key with \(name)" : "no public key with \(name)"))
    }
    guard privateKeys.count == 1, publicKeys.count == 1 else {
      throw .pool(
        .keyIsNotTheOne("\(privateKeys.count) private and \(publicKeys.count) public keys have \(name)"))
    }
    let publicKey = try TokenPublicKey.read(publicObject, on: lane)
    guard publicKey.facts.spkiSHA256 == identity.spkiSHA256 else {
      throw .pool(.keyIsNotTheOne("the public key with \(name) is \(publicKey.facts.spkiSHA256)"))
    }
    return TokenKey(privateKey: privateKey, publicKey: publicKey)
  }
}

/// Reads public keys off a token. Modules differ in how they spell them.
enum TokenPublicKey {
  /// What `read` needs of a public object.
  static let attributes: [AttributeType] = [.keyType, .modulus, .publicExponent, .ecParameters, .ecPoint]

  static func read(_ object: ObjectHandle, on lane: Lane) throws(LaneError) -> PublicKey {
    try read(try lane.use { session throws(PKCS11Error) in try session.attributes(object, attributes) })
  }

  static func read(_ values: AttributeValues) throws(LaneError) -> PublicKey {
    do {
      if let key = try publicKey(values) { return key }
    } catch {
      throw .pool(.unsupported("the public key on the token: \(error)"))
    }
    throw .pool(.unsupported("a public key that is neither RSA nor on a named curve"))
  }

  /// A template that finds the public object of a key, in each spelling of its point.
  static func templates(_ facts: KeyFacts) -> [[Attribute]] {
    switch facts.kind {
    case .rsa(let modulus, _): [[Attribute(.publicKey), Attribute(.modulus, modulus)]]
    case .ec(let curve): pointTemplates(Array(facts.spki.suffix(pointLength(curve))))
    case .ed25519: pointTemplates(Array(facts.spki.suffix(32)))
    case .ed448, .postQuantum, .other: []
    }
  }

  /// Whether what a module tells of an object, a private one too, is of this key. What it does not tell is no difference.
  static func isConsistent(_ values: AttributeValues, with facts: KeyFacts) -> Bool {
    func agrees(_ type: AttributeType, _ matches: ([UInt8]) -> Bool) -> Bool {
      values[type].map { $0.isEmpty || matches($0) } ?? true
    }
    func trimmed(_ bytes: [UInt8]) -> [UInt8] { Array(bytes.drop { $0 == 0 }) }
    switch facts.kind {
    case .rsa(let modulus, let exponent):
      return values.number(.keyType) == KeyType.rsa.rawValue && agrees(.modulus) { trimmed($0) == modulus }
        && agrees(.publicExponent) { trimmed($0) == exponent }
    case .ec(let curve):
      let length = pointLength(curve)
      return values.number(.keyType) == KeyType.ec.rawValue && agrees(.ecParameters) { $0 == parameters(of: curve) }
        && agrees(.ecPoint) { unwrapped($0, length: length) == Array(facts.spki.suffix(length)) }
    case .ed25519:
      return values.number(.keyType) == KeyType.ecEdwards.rawValue
        && agrees(.ecPoint) { unwrapped($0, length: 32) == Array(facts.spki.suffix(32)) }
    case .ed448, .postQuantum, .other: return false
    }
  }

  /// CKA_EC_POINT of a key on a curve, in the spelling of the standard.
  static func point(of facts: KeyFacts) -> [UInt8] {
    let length = if case .ec(let curve) = facts.kind { pointLength(curve) } else { 32 }
    return inOctetString(Array(facts.spki.suffix(length)))
  }

  /// PKCS#11 3.0, 2.3.5: the curve's name as a PrintableString, which the modules seen take.
  static let edwards25519: [UInt8] = [0x13, 0x0C] + Array("edwards25519".utf8)

  static func curve(of values: AttributeValues) -> EllipticCurve? { values[.ecParameters].flatMap { curves[$0] } }

  private static func inOctetString(_ point: [UInt8]) -> [UInt8] {
    var writer = DERWriter()
    writer.octetString(point)
    return writer.bytes
  }

  private static func pointTemplates(_ point: [UInt8]) -> [[Attribute]] {
    [inOctetString(point), point].map { [Attribute(.publicKey), Attribute(.ecPoint, $0)] }
  }

  private static func publicKey(_ values: AttributeValues) throws(CryptographyError) -> PublicKey? {
    switch values.number(.keyType).map(KeyType.init(rawValue:)) {
    case .rsa:
      guard let modulus = values[.modulus], let exponent = values[.publicExponent] else { return nil }
      return try PublicKey(rsaModulus: modulus, exponent: exponent)
    case .ec:
      guard let parameters = values[.ecParameters], let curve = curves[parameters],
        let point = values[.ecPoint].flatMap({ unwrapped($0, length: pointLength(curve)) })
      else { return nil }
      return try PublicKey(curve: curve, uncompressedPoint: point)
    case .ecEdwards:
      guard let point = values[.ecPoint].flatMap({ unwrapped($0, length: 32) }) else { return nil }
      return try PublicKey(ed25519: point)
    default: return nil
    }
  }

  /// CKA_EC_POINT is the point in an OCTET STRING; some modules answer it bare.
  private static func unwrapped(_ value: [UInt8], length: Int) -> [UInt8]? {
    if value.count == length { return value }
    let content = try? DERReader.decode(value[...]) { reader throws(DERError) in try reader.octetString() }
    return content?.count == length ? content : nil
  }

  private static func pointLength(_ curve: EllipticCurve) -> Int { 1 + 2 * ((curve.bits + 7) / 8) }

  /// CKA_EC_PARAMS, the named curve's identifier in DER.
  private static let curves: [[UInt8]: EllipticCurve] = Dictionary(
    EllipticCurve.allCases.map { (parameters(of: $0), $0) }, uniquingKeysWith: { first, _ in first })

  static func parameters(of curve: EllipticCurve) -> [UInt8] {
    var writer = DERWriter()
    if let identifier = DER.ObjectIdentifier(curve.dottedOID) { writer.objectIdentifier(identifier) }
    return writer.bytes
  }
}
