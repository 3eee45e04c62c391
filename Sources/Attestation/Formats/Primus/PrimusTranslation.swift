internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// What the XML says of a key. Where it was born stands in `creation` alone: keys that were imported say `never_extractable`,
/// too, as no attribute looks back beyond the import.
struct PrimusTranslation {
  private let root: XMLElement
  private let attributes: XMLElement?

  /// Throws where an element that has one place stands in it twice.
  init(_ root: XMLElement) throws(AttestationError) {
    self.root = root
    for element in [root, root["attributes"], root["policy"]].compactMap({ $0 }) + (root["policy"]?.children ?? []) {
      guard let name = element.repeatedNames.first(where: { $0 != "token" }) else { continue }
      throw .malformed(path: "statement.\(element.name).\(name)", found: "there twice", required: "there once")
    }
    attributes = root["attributes"]
  }

  func key(_ rawDigest: Digest) throws(AttestationError) -> AttestedKey {
    guard root.name == "private_key" else {
      var key = AttestedKey(
        spki: [], spkiSHA256: Hash.digest([]), format: PrimusAttestation.name, offeredClass: .signed,
        rawDigest: rawDigest)
      key.problems.append(AppraisalProblem(.notAKeyAttestation, "a document \(root.name), not private_key"))
      return key
    }
    let spki = try publicKey()
    var key = AttestedKey(
      spki: spki, spkiSHA256: Hash.digest(spki), format: PrimusAttestation.name, offeredClass: .signed,
      rawDigest: rawDigest)
    origin(&key)
    flags(&key)
    key.control.quorum = try quorum()
    key.localName = root["label"]?.text
    key.observedAt = try attestTime()
    return key
  }

  // MARK: - Claims

  private func origin(_ key: inout AttestedKey) {
    switch root.attributes["creation"] {
    case "generated":
      key.claims.set(.generatedInside, true, "creation")
      key.claims.set(.imported, false, "creation")
    case "imported":
      key.claims.set(.generatedInside, false, "creation")
      key.claims.set(.imported, true, "creation")
    case let other?: key.problems.append(AppraisalProblem(.claimUnknownValue, "creation is \(other.prefix(80))"))
    case nil: key.problems.append(AppraisalProblem(.claimMissing, "creation"))
    }
  }

  private func flags(_ key: inout AttestedKey) {
    claim(.extractableClear, "sensitive", negated: true, &key)
    claim(.extractableWrapped, "extractable", &key)
    claim(.everNonSensitive, "always_sensitive", negated: true, &key)
    claim(.everExtractable, "never_extractable", negated: true, &key)
    claim(.signs, "sign", &key)
    claim(.decrypts, "decrypt", &key)
    claim(.wraps, "wrap", &key)
    claim(.derives, "derive", &key)
    // A key that is kept outside the HSM left it under wrap, whatever its flags say; the document does not say under which.
    if root.attributes["storage"].map({ $0 != "internal" }) ?? false, key.claims[.extractableWrapped].value == .no {
      key.claims.set(.extractableWrapped, .unknown, "storage")
    }
  }

  private func claim(_ claim: ClaimName, _ name: String, negated: Bool = false, _ key: inout AttestedKey) {
    switch attributes?[name]?.text {
    case "true": key.claims.set(claim, !negated, name)
    case "false": key.claims.set(claim, negated, name)
    case let other?:
      key.problems.append(AppraisalProblem(.claimUnknownValue, "\(name) is \(other.prefix(80)), not true or false"))
    case nil: break
    }
  }

  // MARK: - The rest

  private func publicKey() throws(AttestationError) -> [UInt8] {
    let text = root["public_key"]?.text ?? ""
    let digits = text.utf8.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    guard let spki = Base64.decode(digits), (try? SubjectPublicKeyInfo(der: spki)) != nil else {
      throw .malformed(
        path: "statement.public_key", found: text.isEmpty ? "absent" : "no SubjectPublicKeyInfo",
        required: "a SubjectPublicKeyInfo in base64")
    }
    return spki
  }

  private func attestTime() throws(AttestationError) -> Instant? {
    guard let text = root["attest_time"]?.text else { return nil }
    guard let time = Instant(text) else {
      throw .malformed(
        path: "statement.attest_time", found: String(text.prefix(80)), required: "an RFC 3339 time in UTC")
    }
    return time
  }

  /// The fewest approvals with which the key signs: any one of the tokens will do, and of a token every group must agree.
  private func quorum() throws(AttestationError) -> Stated<Int>? {
    var fewest: Int?
    for token in root["policy"]?["rule_use"]?.children("token") ?? [] {
      var needed = 0
      for group in token.children("group") {
        guard let text = group["quorum"]?.text, let count = Int(text), (0...1000).contains(count) else {
          throw .malformed(
            path: "statement.policy.rule_use.token.group.quorum", found: "absent, repeated or no number",
            required: "0 to 1000")
        }
        // At most 4096 groups of at most 1000.
        needed += count
      }
      fewest = min(fewest ?? needed, needed)
    }
    return fewest.map { Stated($0, "policy.rule_use") }
  }
}
