internal import Cryptography
internal import Evidence

/// A chain of certificates from a signer to a pinned anchor.
///
/// It asks of a link what vendors' chains can answer: signature, names, validity. What a certificate must be for its place is
/// the format's to say, through `authority`: without that, the certificate of a user's key could vouch for another.
struct AttestationPath: Sendable, Hashable {
  /// The first is what was asked about, the last is below the anchor. Never empty.
  let certificates: [TolerantCertificate]
  let anchor: Anchor
  let weaknesses: [EvidenceWeakness]

  enum Outcome: Sendable, Hashable {
    case anchored(AttestationPath)
    case broken([AppraisalProblem])
  }

  /// Certificates between the first and the anchor.
  static let mostLinks = 8

  /// Whether a certificate may stand as issuer above `depth` others, the first being 0; a text says why not.
  typealias Authority = (_ issuer: TolerantCertificate, _ depth: Int) -> String?

  /// Finds a path for `first` through `pool`, which may come from an outsider, to an anchor of the given ones. The first
  /// path on which everything fits; where none does, what stands against the longest one.
  static func find(
    from first: TolerantCertificate, through pool: [TolerantCertificate], to anchors: [Anchor],
    _ terms: AppraisalTerms, authority: Authority
  ) -> Outcome {
    var search = PathSearch(pool: pool, anchors: anchors, terms: terms)
    return search.extend([first], authority).outcome
  }

  /// Who signed, for `AttestedKey.signer`; the key is that of the first certificate.
  var signer: EvidenceSigner {
    EvidenceSigner(
      key: Hash.digest(certificates.first?.spki ?? []), anchor: anchor.id, chain: certificates.map(\.subjectText))
  }

  /// The same where the first certificate is itself the statement: who signed it is the next one, or the anchor.
  var statementSigner: EvidenceSigner {
    let above = certificates.dropFirst()
    return EvidenceSigner(
      key: Hash.digest(above.first?.spki ?? anchor.spki), anchor: anchor.id, chain: above.map(\.subjectText))
  }
}

extension AttestedKey {
  /// Notes what came of the search where the statement is a certificate: problems, or who signed and by what weaknesses.
  mutating func take(_ outcome: AttestationPath.Outcome) -> AttestationPath? {
    switch outcome {
    case .broken(let found):
      problems += found
      return nil
    case .anchored(let path):
      signer = path.statementSigner
      weaknesses += path.weaknesses
      return path
    }
  }
}

/// The search for a path: depth first, as two certificates of one name and key differ in validity and in what they allow.
private struct PathSearch {
  let pool: [TolerantCertificate]
  let anchors: [Anchor]
  let terms: AppraisalTerms
  /// Issuers' signatures that are checked before the search gives up: many times what a vendor's chain has.
  private var checksLeft = 64

  /// What came of the search below one certificate, and how long the path was.
  struct Result {
    let outcome: AttestationPath.Outcome
    let length: Int
  }

  init(pool: [TolerantCertificate], anchors: [Anchor], terms: AppraisalTerms) {
    self.pool = pool
    self.anchors = anchors
    self.terms = terms
  }

  mutating func extend(
    _ path: [TolerantCertificate], _ authority: AttestationPath.Authority, tolerated: [EvidenceWeakness] = []
  ) -> Result {
    let expired = path.flatMap { expiry(of: $0) }
    func broken(_ kind: AppraisalProblem.Kind, _ detail: String) -> Result {
      Result(outcome: .broken(expired + [AppraisalProblem(kind, detail)]), length: path.count)
    }
    guard let last = path.last else { return broken(.chainBroken, "no certificate") }
    if let (anchor, more) = anchor(above: last) {
      guard expired.isEmpty else { return Result(outcome: .broken(expired), length: path.count + 1) }
      let weaknesses = path.flatMap { defects(of: $0) } + tolerated + more + expiry(of: anchor)
      let found = AttestationPath(certificates: path, anchor: anchor, weaknesses: weaknesses)
      return Result(outcome: .anchored(found), length: path.count + 1)
    }
    guard path.count <= AttestationPath.mostLinks else {
      return broken(.chainBroken, "more than \(AttestationPath.mostLinks) links")
    }
    var best: Result?
    for candidate in pool where last.names(candidate) && !path.contains(candidate) {
      let result: Result
      checksLeft -= 1
      if checksLeft < 0 { return best ?? broken(.chainBroken, "too many certificates of \(last.issuerText)") }
      switch LinkSignature.check(last, by: candidate.spki, terms) {
      case .refused(let problem): result = Result(outcome: .broken(expired + [problem]), length: path.count)
      case .valid(let more):
        if let reason = authority(candidate, path.count - 1) {
          result = broken(.certificateUnfit, "\(candidate.subjectText): \(reason)")
        } else {
          result = extend(path + [candidate], authority, tolerated: tolerated + more)
        }
      }
      if case .anchored = result.outcome { return result }
      if result.length > best?.length ?? 0 { best = result }
    }
    if let best { return best }
    guard !last.names(last) else {
      return broken(.anchorUnknown, "\(last.subjectText) is self-issued, and its key is pinned nowhere")
    }
    return broken(.anchorUnknown, "no anchor and no certificate of \(last.issuerText)")
  }

  /// The anchor whose key signed the certificate: names do not count, keys do. That a certificate's own key is pinned says
  /// nothing about who made the certificate.
  private func anchor(above certificate: TolerantCertificate) -> (Anchor, [EvidenceWeakness])? {
    for anchor in anchors {
      if case .valid(let tolerated) = LinkSignature.check(certificate, by: anchor.spki, terms) {
        return (anchor, tolerated)
      }
    }
    return nil
  }

  // MARK: - What is said of each

  private func defects(of certificate: TolerantCertificate) -> [EvidenceWeakness] {
    certificate.defects.sorted { $0.rawValue < $1.rawValue }.map {
      EvidenceWeakness(.derTolerance, "\(certificate.subjectText): \($0.rawValue)")
    }
  }

  private func expiry(of certificate: TolerantCertificate) -> [AppraisalProblem] {
    guard !certificate.isValid(at: terms.now) else { return [] }
    return [
      AppraisalProblem(
        .certificateExpired,
        "\(certificate.subjectText) is valid from \(certificate.notBefore) to \(certificate.notAfter), not at \(terms.now)"
      )
    ]
  }

  private func expiry(of anchor: Anchor) -> [EvidenceWeakness] {
    guard let end = anchor.lastCertificateEnds, end < terms.now else { return [] }
    return [EvidenceWeakness(.expiredAnchor, "\(anchor.id): its last certificate ended at \(end)")]
  }
}
