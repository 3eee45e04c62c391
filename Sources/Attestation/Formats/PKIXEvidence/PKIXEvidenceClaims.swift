internal import DER
internal import Evidence
internal import X509

/// What a description claims, with everything in it that the draft says makes it malformed.
///
/// A malformed description speaks for none of its keys, so each problem is a problem of all of them.
struct PKIXEvidenceClaims {
  /// A key element that names its public half.
  struct Key: Hashable {
    let spki: [UInt8]
    let identifiers: [String]
    /// The draft's claims that stand once, but for the public key.
    let values: [PKIXEvidenceName: PKIXEvidenceValue]
    /// As the statement says itself; `signed` where it says nothing.
    let evidenceClass: EvidenceClass
    let alwaysSensitive: Truth
    let generationMechanism: UInt64?
  }

  private(set) var keys: [Key] = []
  private(set) var problems: [AppraisalProblem] = []
  /// SubjectPublicKeyInfo of each key that the description says it is signed by.
  private(set) var attestationKeys: [[UInt8]] = []
  private var transaction: [PKIXEvidenceName: PKIXEvidenceValue] = [:]
  private var platform: [PKIXEvidenceName: PKIXEvidenceValue] = [:]
  private let arc: PKIXEvidenceArc

  /// Throws where a public key cannot be read at all: there is nothing then that a problem could be said of.
  init(_ tbs: PKIXEvidenceDescription, _ arc: PKIXEvidenceArc) throws(AttestationError) {
    self.arc = arc
    for (index, element) in tbs.elements.enumerated() {
      guard let name = arc[element.type] else { continue }
      try read(element, as: name, "reportedElements.\(index)")
    }
    for name in [PKIXEvidenceName.transaction, .platform] {
      let count = tbs.elements.count(where: { arc[$0.type] == name })
      if count > 1 { problem(.claimRepeated, "\(count) \(name.rawValue) elements") }
    }
    if Set(attestationKeys).count < attestationKeys.count { problem(.claimRepeated, "one key twice as ak-spki") }
    compareKeys()
    checkPlatform()
  }

  private mutating func read(
    _ element: PKIXEvidenceElement, as name: PKIXEvidenceName, _ path: String
  ) throws(AttestationError) {
    let found = values(of: element, in: name, path)
    let single = found.compactMapValues(\.first).filter { !$0.key.mayRepeat }
    switch name {
    case .transaction:
      transaction = single
      for case .octets(let spki) in found[.attestationKey] ?? [] { attestationKeys.append(spki) }
    case .platform: platform = single
    case .key: try readKey(element, found, single, path)
    default: break
    }
  }

  private mutating func readKey(
    _ element: PKIXEvidenceElement, _ found: [PKIXEvidenceName: [PKIXEvidenceValue]],
    _ single: [PKIXEvidenceName: PKIXEvidenceValue], _ path: String
  ) throws(AttestationError) {
    var identifiers: [String] = []
    for case .text(let identifier) in found[.identifier] ?? [] { identifiers.append(identifier) }
    if identifiers.isEmpty { problem(.claimMissing, "\(path): no identifier") }
    let spki: [UInt8]
    if case .octets(let octets)? = single[.spki] {
      spki = octets
    } else if element.claims.contains(where: { arc[$0.type] == .spki }) {
      throw .malformed(path: "\(path).spki", found: "no octets", required: "a SubjectPublicKeyInfo in an OCTET STRING")
    } else {
      // A key without a public half, such as a secret one, is nothing that could be certified.
      spki = []
    }
    if !spki.isEmpty, (try? SubjectPublicKeyInfo(der: spki)) == nil {
      problem(.claimUnknownValue, "\(path): an spki that is no SubjectPublicKeyInfo")
    }
    keys.append(
      Key(
        spki: spki, identifiers: identifiers, values: single.filter { $0.key != .spki },
        evidenceClass: evidenceClass(element, path), alwaysSensitive: alwaysSensitive(element, path),
        generationMechanism: generationMechanism(element, path)))
  }

  /// The values of the draft's claims on this kind of element. What others define, or define elsewhere, is passed over.
  private mutating func values(
    of element: PKIXEvidenceElement, in name: PKIXEvidenceName, _ path: String
  ) -> [PKIXEvidenceName: [PKIXEvidenceValue]] {
    var found: [PKIXEvidenceName: [PKIXEvidenceValue]] = [:]
    var seen: Set<PKIXEvidenceName> = []
    for claim in element.claims {
      guard let type = arc[claim.type], type.element == name else { continue }
      if !seen.insert(type).inserted, !type.mayRepeat { problem(.claimRepeated, "\(path): \(type.rawValue)") }
      guard let der = claim.value else {
        problem(.claimMissing, "\(path): \(type.rawValue) without a value")
        continue
      }
      guard let value = PKIXEvidenceValue(der, as: type.kind) else {
        problem(.claimUnknownValue, "\(path): \(type.rawValue) is not of its type")
        continue
      }
      found[type, default: []].append(value)
    }
    return found
  }

  private mutating func problem(_ kind: AppraisalProblem.Kind, _ detail: String) {
    // A hostile statement may have thousands, and each would be copied to each key.
    guard problems.count < Self.mostProblems else { return }
    problems.append(AppraisalProblem(kind, detail))
  }

  private static let mostProblems = 16
}

// MARK: - Between elements

extension PKIXEvidenceClaims {
  private mutating func compareKeys() {
    var owners: [String: Int] = [:]
    var byKey: [[UInt8]: Key] = [:]
    for (index, key) in keys.enumerated() {
      for identifier in key.identifiers {
        if let owner = owners[identifier], owner != index {
          problem(.claimRepeated, "two key elements with the identifier \(identifier.prefix(64))")
        }
        owners[identifier] = index
      }
      guard !key.spki.isEmpty else { continue }
      // One key pair may be there twice, generated and imported: then neither entry tells what becomes of it.
      if let other = byKey[key.spki], !other.claimsTheSame(as: key) {
        problem(.partsDisagree, "two key elements claim different things of one public key")
      }
      byKey[key.spki] = key
    }
    keys.removeAll { $0.spki.isEmpty }
  }

  private mutating func checkPlatform() {
    if case .integer(let level)? = platform[.fipsLevel], !(1...4).contains(level) {
      problem(.claimUnknownValue, "fipslevel \(level)")
    }
    if case .integer(let status)? = platform[.debugStatus], !(0...4).contains(status) {
      problem(.claimUnknownValue, "dbgstat \(status)")
    }
  }
}

extension PKIXEvidenceClaims.Key {
  fileprivate func claimsTheSame(as other: Self) -> Bool {
    values == other.values && evidenceClass == other.evidenceClass && alwaysSensitive == other.alwaysSensitive
      && generationMechanism == other.generationMechanism
  }
}

// MARK: - Claims of our own

extension PKIXEvidenceClaims {
  /// The one value of a claim of our own; nil where it is not there. What is there twice, or is of another type, is a problem.
  private mutating func own(
    _ type: ObjectIdentifier, _ kind: PKIXEvidenceValue.Kind, _ element: PKIXEvidenceElement, _ path: String
  ) -> PKIXEvidenceValue? {
    let found = element.claims.filter { $0.type == type }
    guard let claim = found.first else { return nil }
    if found.count > 1 { problem(.claimRepeated, "\(path): \(type)") }
    guard let value = claim.value.flatMap({ PKIXEvidenceValue($0, as: kind) }) else {
      problem(.claimUnknownValue, "\(path): \(type) is not of its type")
      return nil
    }
    return value
  }

  private mutating func evidenceClass(_ element: PKIXEvidenceElement, _ path: String) -> EvidenceClass {
    guard element.claims.contains(where: { $0.type == SealgateArc.evidenceClassClaim }) else { return .signed }
    guard case .text(let text)? = own(SealgateArc.evidenceClassClaim, .text, element, path) else { return .asserted }
    guard let stated = EvidenceClass(rawValue: text), !stated.isOfOwnRecords else {
      problem(.claimUnknownValue, "\(path): a class of evidence that nobody knows")
      return .asserted
    }
    return stated
  }

  private mutating func alwaysSensitive(_ element: PKIXEvidenceElement, _ path: String) -> Truth {
    guard case .boolean(let value)? = own(SealgateArc.alwaysSensitiveClaim, .boolean, element, path) else {
      return .unknown
    }
    return Truth(value)
  }

  private mutating func generationMechanism(_ element: PKIXEvidenceElement, _ path: String) -> UInt64? {
    guard case .integer(let value)? = own(SealgateArc.generationMechanismClaim, .integer, element, path) else {
      return nil
    }
    return UInt64(exactly: value)
  }
}

// MARK: - Translation

extension PKIXEvidenceClaims {
  /// Sets what is claimed of a key and of its device. What the device says of its certification is never taken for one.
  func translate(_ key: Key, to attested: inout AttestedKey) {
    for (claim, value, field) in [
      (ClaimName.generatedInside, truth(key.values[.local]), "local"),
      (.extractableClear, truth(key.values[.sensitive]).negated, "sensitive"),
      (.extractableWrapped, truth(key.values[.extractable]), "extractable"),
      (.everExtractable, truth(key.values[.neverExtractable]).negated, "never-extractable"),
      (.everNonSensitive, key.alwaysSensitive.negated, "\(SealgateArc.alwaysSensitiveClaim)"),
      (.fipsMode, truth(platform[.fipsBoot]), "fipsboot"),
    ] where value != .unknown { attested.claims.set(claim, value, field) }
    if let mechanism = key.generationMechanism {
      attested.claims.set(
        .generationMechanism, PKCS11Attributes.keyPairGenerators.contains(mechanism),
        "\(SealgateArc.generationMechanismClaim)")
    }
    if case .identifiers(let purposes)? = key.values[.purpose] {
      for (claim, purpose) in [
        (ClaimName.signs, PKIXEvidenceName.sign), (.decrypts, .decrypt), (.wraps, .wrap), (.derives, .derive),
      ] { attested.claims.set(claim, purposes.contains(arc.identifier(of: purpose)), "purpose") }
    }
    // 0: debugging is enabled (RFC 9711, 4.2.9). That it is not says nothing about who the device was made for.
    if platform[.debugStatus] == .integer(0) { attested.claims.set(.productionGrade, false, "dbgstat") }
    attested.device = device
    attested.localName = key.identifiers.isEmpty ? nil : key.identifiers.joined(separator: ", ")
    if case .octets(let nonce)? = transaction[.nonce] { attested.nonce = nonce }
    if case .time(let seconds)? = transaction[.timestamp] { attested.observedAt = Instant(seconds: seconds) }
  }

  private var device: StatedDevice? {
    let device = StatedDevice(
      vendor: text(.vendor), model: model, hardwareVersion: text(.hardwareVersion), firmware: text(.softwareVersion),
      serial: text(.hardwareSerial))
    return device == StatedDevice() ? nil : device
  }

  /// Octets that need not be text; where they are none, their hexadecimal form.
  private var model: String? {
    guard case .octets(let octets)? = platform[.model] else { return nil }
    guard let text = String(validating: octets, as: UTF8.self),
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
    else { return Hex.encode(octets) }
    return text
  }

  private func text(_ name: PKIXEvidenceName) -> String? {
    guard case .text(let text)? = platform[name] else { return nil }
    return text
  }

  private func truth(_ value: PKIXEvidenceValue?) -> Truth {
    guard case .boolean(let value)? = value else { return .unknown }
    return Truth(value)
  }
}
