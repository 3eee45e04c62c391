internal import Cryptography
internal import Evidence
internal import X509

/// Who vouches for the partition that signed: the manufacturer through the card's certificate, and the owner of the card
/// with a certificate for the card and one for the partition. Both must speak of the same card and the same partition, which
/// is to say of the same keys.
struct MarvellChains {
  private(set) var problems: [AppraisalProblem] = []
  private(set) var weaknesses: [EvidenceWeakness] = []
  private(set) var signer: EvidenceSigner?
  /// Of the card, as its certificates name it.
  private(set) var serial: String?
  private(set) var fipsMode: Bool?

  init(_ evidence: MarvellEvidence, _ terms: AppraisalTerms) {
    guard !evidence.certificates.isEmpty else {
      problems.append(AppraisalProblem(.partMissing, "no certificates"))
      return
    }
    guard let partition = signingKey(evidence, terms) else {
      problems.append(AppraisalProblem(.signatureInvalid, "no certificate's key signed the statement"))
      return
    }
    signer = EvidenceSigner(key: Hash.digest(partition), anchor: nil, chain: [])
    let manufacturer = search(.manufacturer, partition, evidence.certificates, terms)
    let owner = search(.owner, partition, evidence.certificates, terms)
    if let manufacturer {
      readNames(manufacturer)
      if owner != nil, manufacturer.certificates.count == 2 {
        vouchForCard(manufacturer.certificates[1], evidence.certificates, terms)
      }
    }
    guard let manufacturer else { return }
    let subjects = manufacturer.certificates.map(\.subjectText) + (owner?.certificates.map(\.subjectText) ?? [])
    signer = EvidenceSigner(key: Hash.digest(partition), anchor: manufacturer.anchor.id, chain: subjects)
  }

  // MARK: - Signature

  /// The one key among the certificates' that signed every blob.
  private func signingKey(_ evidence: MarvellEvidence, _ terms: AppraisalTerms) -> [UInt8]? {
    var seen: Set<[UInt8]> = []
    return evidence.certificates.map(\.spki).filter { seen.insert($0).inserted }.first { key in
      evidence.blobs.allSatisfy { blob in
        LinkSignature.check(
          blob.signature, over: blob.signed, .sha256WithRSAEncryption, by: key, terms, what: "statement") == .valid([])
      }
    }
  }

  // MARK: - Chains

  /// The path of a certificate of the partition's key to an anchor of this role.
  private mutating func search(
    _ role: Anchor.Role, _ partition: [UInt8], _ pool: [TolerantCertificate], _ terms: AppraisalTerms
  ) -> AttestationPath? {
    var reasons: [AppraisalProblem] = []
    for certificate in pool where certificate.spki == partition {
      switch path(from: certificate, role, pool, terms) {
      case .anchored(let path):
        note(path.weaknesses)
        return path
      case .broken(let problems):
        // A certificate that leads to the other role's anchor says nothing against this one's.
        if path(from: certificate, role.other, pool, terms).isOfRole { continue }
        reasons += problems.filter { !reasons.contains($0) }
      }
    }
    if reasons.isEmpty {
      let strangers = pool.filter { MarvellName(of: $0)?.partition != nil && $0.spki != partition }
      let isOther = strangers.contains { path(from: $0, role, pool, terms).isOfRole }
      reasons = [
        isOther
          ? AppraisalProblem(.partsDisagree, "the \(role.rawValue) vouches for another partition's key")
          : AppraisalProblem(.partMissing, "no certificate of the \(role.rawValue) for the partition")
      ]
    }
    problems += reasons.map { AppraisalProblem($0.kind, "\(role.rawValue): \($0.detail)") }
    return nil
  }

  /// The manufacturer's root certifies cards, and a card its partitions. The owner's root certifies both by itself.
  private func path(
    from certificate: TolerantCertificate, _ role: Anchor.Role, _ pool: [TolerantCertificate], _ terms: AppraisalTerms
  ) -> AttestationPath.Outcome {
    let anchors = terms.anchors.anchors(for: MarvellAttestation.name).filter { $0.role == role }
    let outcome = AttestationPath.find(from: certificate, through: pool, to: anchors, terms) { issuer, _ in
      // A root in the bundle is looked up among the anchors, and taken for none.
      if issuer.subject == issuer.issuer { return nil }
      return MarvellName(of: issuer)?.isCard == true ? nil : "is not the certificate of a card"
    }
    let links = role == .manufacturer ? 2 : 1
    guard case .anchored(let path) = outcome, path.certificates.count != links else { return outcome }
    return .broken([
      AppraisalProblem(
        .certificateUnfit, "\(certificate.subjectText): \(path.certificates.count) links, not \(links)")
    ])
  }

  /// The owner's certificate for the card must be for the key that the manufacturer certified.
  private mutating func vouchForCard(
    _ card: TolerantCertificate, _ pool: [TolerantCertificate], _ terms: AppraisalTerms
  ) {
    var isOther = false
    for candidate in pool where MarvellName(of: candidate)?.isCard == true {
      guard case .anchored(let path) = path(from: candidate, .owner, pool, terms) else { continue }
      if candidate.spki == card.spki {
        note(path.weaknesses)
        return
      }
      isOther = true
    }
    problems.append(
      isOther
        ? AppraisalProblem(.partsDisagree, "the owner vouches for another card's key")
        : AppraisalProblem(.partMissing, "owner: no certificate for the card"))
  }

  private mutating func note(_ more: [EvidenceWeakness]) {
    weaknesses += more.filter { !weaknesses.contains($0) }
  }

  // MARK: - Names

  private mutating func readNames(_ path: AttestationPath) {
    guard let partition = path.certificates.first.flatMap({ MarvellName(of: $0) }),
      let card = path.certificates.last.flatMap({ MarvellName(of: $0) }), partition.partition != nil
    else {
      problems.append(AppraisalProblem(.certificateUnfit, "the signer's certificate is not that of a partition"))
      return
    }
    guard partition.serial == card.serial else {
      problems.append(AppraisalProblem(.partsDisagree, "a partition of \(partition.serial) under card \(card.serial)"))
      return
    }
    serial = card.serial
    fipsMode = partition.isFIPS && card.isFIPS ? true : nil
  }
}

extension AttestationPath.Outcome {
  /// It leads to an anchor, if not in time.
  fileprivate var isOfRole: Bool {
    switch self {
    case .anchored: true
    case .broken(let problems): !problems.isEmpty && problems.allSatisfy { $0.kind == .certificateExpired }
    }
  }
}

extension Anchor.Role {
  fileprivate var other: Anchor.Role { self == .manufacturer ? .owner : .manufacturer }
}

/// `HSM:SERIAL, for FIPS mode`, or `HSM:SERIAL:PARTN:NUMBER, for FIPS mode`.
private struct MarvellName {
  let serial: String
  let partition: String?
  let isFIPS: Bool

  var isCard: Bool { partition == nil }

  init?(of certificate: TolerantCertificate) {
    let names = certificate.subjectValues(.commonName)
    guard let name = names.first, names.count == 1, name.hasPrefix("HSM:") else { return nil }
    let parts = name.dropFirst(4).split(separator: ", ", maxSplits: 1, omittingEmptySubsequences: false)
    isFIPS = parts.count == 2 && parts[1] == "for FIPS mode"
    let place = parts[0].split(separator: ":PARTN:", omittingEmptySubsequences: false)
    guard place.count <= 2, !place[0].isEmpty, place.last?.isEmpty == false else { return nil }
    serial = String(place[0])
    partition = place.count == 2 ? String(place[1]) : nil
  }
}
