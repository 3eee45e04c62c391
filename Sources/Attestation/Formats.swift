internal import Cryptography
public import Evidence
internal import X509

/// One kind of key-origin statement. A format translates; it decides nothing and looks at no policy.
///
/// `appraise` sets claims, control, device, signer and nonce, and adds a problem for everything that keeps the evidence from
/// being what it says. Freshness, weak keys and advisories are added for all formats alike by `Formats`.
protocol AttestationFormat: SendableMetatype {
  /// The published name, such as `yubikey-piv`.
  static var name: String { get }
  /// The names of the parts that a statement may have; any other is refused. `Statement.whole` stands for a single file.
  static var partNames: [String] { get }
  /// Whether a statement that names no format is one of this; cheap, and never by what it claims.
  static func recognises(_ statement: Statement) -> Bool
  /// One key for each that the statement is about. Throws where the statement cannot be read; what it fails to prove is a
  /// problem of the key.
  static func appraise(
    _ statement: Statement, under terms: AppraisalTerms
  ) throws(AttestationError) -> [AttestedKey]
}

/// The statements of key origin that this build can appraise. A new format is one line in `all`.
public enum Formats {
  static let all: [any AttestationFormat.Type] = [
    Crypto4AAttestation.self,
    LunaPKC.self,
    MarvellAttestation.self,
    NShieldAttestation.self,
    PrimusAttestation.self,
    PKCS11Attributes.self,
    PKIXEvidence.self,
    TPMFormat.self,
    YubiHSM.self,
    YubiKeyPIV.self,
  ]

  /// The names that a statement may give as its format.
  public static var names: [String] { all.map { $0.name } }

  /// Appraises a statement that was sent to us, whatever its format: a claim set for each key in it.
  public static func appraise(
    _ statement: Statement, under terms: AppraisalTerms
  ) throws(AttestationError) -> [AttestedKey] {
    let format = try format(of: statement)
    if let unknown = statement.parts.keys.filter({ !format.partNames.contains($0) }).min() {
      throw .malformed(
        path: unknown, found: "a part that \(format.name) does not have",
        required: "one of \(format.partNames.joined(separator: ", "))")
    }
    // Under its name, so that the digest of the evidence is one, whoever found out the format.
    let named = try Statement(format: format.name, parts: statement.parts, chain: statement.chain)
    return try format.appraise(named, under: terms).map { completed($0, terms) }
  }

  /// The parts that a format takes, for tools; nil for an unknown one.
  public static func partNames(of format: String) -> [String]? { all.first { $0.name == format }?.partNames }

  private static func format(of statement: Statement) throws(AttestationError) -> any AttestationFormat.Type {
    if let name = statement.format {
      guard let format = all.first(where: { $0.name == name }) else { throw .unknownFormat(name) }
      return format
    }
    let candidates = all.filter { $0.recognises(statement) }
    guard let format = candidates.first, candidates.count == 1 else {
      let names = candidates.map { $0.name }
      throw .unrecognised(names.isEmpty ? "of no known format" : "of several formats: \(names.joined(separator: ", "))")
    }
    return format
  }

  /// What is asked of every key, whatever its evidence: the nonce, the key itself, and what was published about its device.
  private static func completed(_ key: AttestedKey, _ terms: AppraisalTerms) -> AttestedKey {
    var key = terms.nonce.map { key.asked(for: $0) } ?? key
    if key.nonce == nil {
      key.weaknesses.append(EvidenceWeakness(.noNonce, "freshness rests on proof of possession"))
    }
    guard let info = try? SubjectPublicKeyInfo(der: key.spki) else { return key }
    let facts = KeyFacts(examining: info, depth: .quick)
    for weakness in facts.weaknesses where weakness.kind == .rocaFingerprint {
      key.weaknesses.append(
        EvidenceWeakness(.roca, weakness.evidence, source: "CVE-2017-15361"))
    }
    for advisory in terms.advisories where advisory.concerns(key.device, facts.kind) {
      let weakness = EvidenceWeakness(advisory.kind, advisory.title, source: advisory.source)
      // One advisory may be several values, one for each line of firmware.
      if !key.weaknesses.contains(weakness) { key.weaknesses.append(weakness) }
    }
    return key
  }
}

extension AttestedKey {
  /// The same key with what its evidence says of a nonce that it was asked to carry. Nothing is verified again; evidence
  /// without a place for a nonce stays as it is.
  public func asked(for nonce: [UInt8]) -> AttestedKey {
    guard let found = self.nonce else { return self }
    var key = self
    key.claims.set(.nonceBound, nonce == found, "nonce")
    if nonce != found {
      key.problems.append(
        AppraisalProblem(.nonceDiffers, "found \(Hex.encode(found.prefix(64))), asked for \(Hex.encode(nonce))"))
    }
    return key
  }
}
