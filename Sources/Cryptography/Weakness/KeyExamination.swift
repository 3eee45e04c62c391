internal import DER
public import Evidence
public import X509

extension KeyFacts {
  /// The facts of any key, searched for weaknesses. What cannot be read as a key is a weakness, too, so that a gate can
  /// name it.
  ///
  /// A quick examination takes some tens of microseconds for RSA of 2048 bits, a thorough one a few milliseconds.
  public init(
    examining info: SubjectPublicKeyInfo, depth: KeyExamination = .thorough, known: KnownWeakKeys = .none
  ) {
    let digest = Hash.digest(info.derBytes, .sha256)
    var kind = KeyKind.other(dottedOID: info.algorithm.algorithm.description)
    var weaknesses: [KeyWeakness] = []
    do throws(CryptographyError) {
      kind = try info.keyKind()
      if depth > .none { weaknesses += try info.weaknesses(kind, depth) }
    } catch {
      let isExplicit = info.algorithm.algorithm == .ecPublicKey && info.algorithm.namedCurve == nil
      weaknesses.append(KeyWeakness(isExplicit ? .explicitParameters : .malformed, evidence: "\(error)"))
    }
    let facts = KeyFacts(
      kind: kind, spki: info.derBytes, spkiSHA256: digest, pss: info.pssRestriction, examination: depth,
      weaknesses: depth == .none ? [] : weaknesses)
    self = depth == .none ? facts : facts.listed(as: known[digest])
  }
}

extension SubjectPublicKeyInfo {
  /// Throws what keeps the key from being one.
  fileprivate func weaknesses(_ kind: KeyKind, _ depth: KeyExamination) throws(CryptographyError) -> [KeyWeakness] {
    switch kind {
    case .rsa(let modulus, let exponent):
      guard modulus.count <= 2048, exponent.count <= 2048 else {
        throw .malformedKey("RSA modulus or exponent over 16384 bits")
      }
      let found = try RSAExamination(modulus: modulus, exponent: exponent).weaknesses(depth)
      // A key that libcrypto refuses for its exponent or modulus is named by that.
      if found.isEmpty { _ = try PublicKey(self) }
      return found
    case .ec(let curve):
      if key.bytes == [0] { return [KeyWeakness(.pointAtInfinity, evidence: "the point at infinity")] }
      let found = try CurveExamination.weaknesses(curve, key.bytes)
      let canonical = SubjectPublicKeyInfo(algorithm: curve.algorithm, key: BitString(bytes: key.bytes))
      guard canonical.derBytes != derBytes else { return found }
      return found + [KeyWeakness(.malformed, evidence: "\(CryptographyError.notCanonical)")]
    case .ed25519:
      if key.bytes.count == 32, EdwardsPoint.isDegenerate25519(key.bytes) { return [Self.degenerate] }
      _ = try PublicKey(self)
      return []
    case .ed448:
      if key.bytes.count == 57, EdwardsPoint.isDegenerate448(key.bytes) { return [Self.degenerate] }
      _ = try PublicKey(self)
      return []
    case .postQuantum, .other: return []
    }
  }

  private static var degenerate: KeyWeakness {
    KeyWeakness(.smallOrder, evidence: "an Edwards point of small order, or a coordinate beyond the prime")
  }
}
