internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// The claims of a message, by object. Most are true by being there; none says that something is not so, so what is absent is
/// not known.
struct Crypto4ATranslation {
  private typealias Claim = Crypto4AMessage.Claim

  private let claims: [Claim]

  init(_ message: Crypto4AMessage) { claims = message.claims }

  /// A key for each object whose public key is stated; where there is none, one empty key that says so.
  func keys(_ rawDigest: Digest) throws(AttestationError) -> [AttestedKey] {
    var keys: [AttestedKey] = []
    for claim in claims where claim.type == Crypto4ATranslation.key(1) {
      guard let object = claim.object, case .bytes(let spki)? = claim.value,
        (try? SubjectPublicKeyInfo(der: spki)) != nil
      else {
        throw .malformed(
          path: "statement.claims.key-spki", found: "no object, or no SubjectPublicKeyInfo",
          required: "a SubjectPublicKeyInfo of an object")
      }
      keys.append(key(spki, object, rawDigest))
    }
    guard keys.isEmpty else { return keys }
    var none = key([], [], rawDigest)
    none.problems = [AppraisalProblem(.notAKeyAttestation, "no key-spki")]
    return [none]
  }

  private func key(_ spki: [UInt8], _ object: [UInt8], _ rawDigest: Digest) -> AttestedKey {
    var key = AttestedKey(
      spki: spki, spkiSHA256: Hash.digest(spki), format: Crypto4AAttestation.name, offeredClass: .signed,
      rawDigest: rawDigest)
    let own = claims.filter { $0.object == object && $0.type.isBelow(Crypto4ATranslation.keyArc) }
    translate(own, &key)
    translateDevice(&key)
    key.localName = object.isEmpty ? nil : Hex.encode(object)
    return key
  }

  // MARK: - Of the key

  private func translate(_ own: [Claim], _ key: inout AttestedKey) {
    func isThere(_ number: UInt64) -> Bool { own.contains { $0.type == Crypto4ATranslation.key(number) } }
    if isThere(7) {
      key.claims.set(.extractableClear, false, "key-is-confined")
      key.claims.set(.extractableWrapped, false, "key-is-confined")
    }
    if isThere(8) {
      key.claims.set(.generatedInside, true, "key-is-hardware-generated")
      key.claims.set(.imported, false, "key-is-hardware-generated")
    }
    // It never left in any form, so nobody could have used that it might have.
    if isThere(9) {
      key.claims.set(.everExtractable, false, "key-never-extracted")
      key.claims.set(.everNonSensitive, false, "key-never-extracted")
    }
    if isThere(16) { key.claims.set(.adminRecoverable, true, "key-is-archived-by") }
    capabilities(own, &key)
    for number in [1, 4, 5, 6] as [UInt64] where own.count(where: { $0.type == Crypto4ATranslation.key(number) }) > 1 {
      key.problems.append(AppraisalProblem(.claimRepeated, "6.2.\(number) of one object"))
    }
    guard !key.spki.isEmpty else { return }
    switch own.first(where: { $0.type == Crypto4ATranslation.key(4) })?.value {
    case .number(Crypto4ATranslation.privateKey)?: break
    case nil: key.problems.append(AppraisalProblem(.claimMissing, "object-class"))
    default: key.problems.append(AppraisalProblem(.notAKeyAttestation, "the object is no private key"))
    }
  }

  private func capabilities(_ own: [Claim], _ key: inout AttestedKey) {
    let names: [Int64: ClaimName] = [0x105: .signs, 0x107: .derives]
    for claim in own {
      guard case .number(let number)? = claim.value, let name = names[number] else { continue }
      let has: Bool
      switch claim.type {
      case Crypto4ATranslation.key(13): has = true
      case Crypto4ATranslation.key(14): has = false
      default: continue
      }
      if key.claims[name].value == Truth(has).negated {
        key.problems.append(AppraisalProblem(.claimRepeated, "\(name.rawValue) is claimed and denied"))
      }
      key.claims.set(name, has, has ? "key-has-capability" : "key-does-not-have-capability")
    }
  }

  // MARK: - Of the device

  private func translateDevice(_ key: inout AttestedKey) {
    var device = StatedDevice(vendor: "Crypto4A", model: "QASM")
    var seen: Set<ObjectIdentifier> = []
    for claim in claims where claim.type.isBelow(Crypto4ATranslation.deviceArc) {
      guard seen.insert(claim.type).inserted else {
        key.problems.append(AppraisalProblem(.claimRepeated, "\(claim.type)"))
        continue
      }
      switch (claim.type, claim.value) {
      case (Crypto4ATranslation.device(1), .text(let serial)?): device.serial = serial
      case (Crypto4ATranslation.device(2), .time(let text)?): key.observedAt = Crypto4ATranslation.instant(text)
      case (Crypto4ATranslation.device(3), .text(let firmware)?): device.firmware = firmware
      case (Crypto4ATranslation.device(4), nil): key.claims.set(.productionGrade, true, "qasm-certified-production")
      case (Crypto4ATranslation.device(5), nil): key.claims.set(.fipsMode, true, "qasm-is-in-fips-mode")
      default: break
      }
    }
    key.device = device
  }

  /// GeneralizedTime of DER: `YYYYMMDDhhmmssZ`.
  private static func instant(_ text: String) -> Instant? {
    let digits = Array(text.utf8)
    guard digits.count == 15 else { return nil }
    func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
    return Instant(
      "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))\(part(14..<15))")
  }

  // MARK: - Identifiers

  /// The object class of a private key, as the vendor's example has it.
  private static let privateKey: Int64 = 4
  private static let deviceArc = ObjectIdentifier(1, 3, 6, 1, 4, 1, 39901, 6, 1)
  private static let keyArc = ObjectIdentifier(1, 3, 6, 1, 4, 1, 39901, 6, 2)

  private static func device(_ number: UInt64) -> ObjectIdentifier {
    ObjectIdentifier(1, 3, 6, 1, 4, 1, 39901, 6, 1, number)
  }

  private static func key(_ number: UInt64) -> ObjectIdentifier {
    ObjectIdentifier(1, 3, 6, 1, 4, 1, 39901, 6, 2, number)
  }
}
