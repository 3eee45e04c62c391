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

  /// Finds a path for `first` through `pool`, which may come from an outsider, to an anchor of the given ones.
  static func find(
    from first: TolerantCertificate, through pool: [TolerantCertificate], to anchors: [Anchor],
    _ terms: AppraisalTerms, authority: Authority
  ) -> Outcome {
    var certificates = [first]
    var weaknesses = defects(of: first)
    var problems = expiry(of: first, terms)
    while let last = certificates.last {
      if let (anchor, tolerated) = anchor(above: last, isFirst: certificates.count == 1, anchors, terms) {
        weaknesses += tolerated + expiry(of: anchor, terms)
        guard problems.isEmpty else { return .broken(problems) }
        return .anchored(AttestationPath(certificates: certificates, anchor: anchor, weaknesses: weaknesses))
      }
      guard certificates.count <= mostLinks else {
        return .broken(problems + [AppraisalProblem(.chainBroken, "more than \(mostLinks) links")])
      }
      switch issuer(of: last, in: pool.filter { !certificates.contains($0) }, terms) {
      case .found(let issuer, let tolerated):
        if let reason = authority(issuer, certificates.count - 1) {
          return .broken(problems + [AppraisalProblem(.certificateUnfit, "\(issuer.subjectText): \(reason)")])
        }
        weaknesses += tolerated + defects(of: issuer)
        problems += expiry(of: issuer, terms)
        certificates.append(issuer)
      case .notSigned(let problem): return .broken(problems + [problem])
      case .none: return .broken(problems + [end(at: last)])
      }
    }
    return .broken(problems)
  }

  /// Who signed, for `AttestedKey.signer`; the key is that of the first certificate.
  var signer: EvidenceSigner {
    EvidenceSigner(
      key: Hash.digest(certificates.first?.spki ?? []), anchor: anchor.id, chain: certificates.map(\.subjectText))
  }

  // MARK: - Links

  private enum Issuer {
    case found(TolerantCertificate, [EvidenceWeakness])
    case notSigned(AppraisalProblem)
    case none
  }

  private static func issuer(
    of certificate: TolerantCertificate, in pool: [TolerantCertificate], _ terms: AppraisalTerms
  ) -> Issuer {
    var problem: AppraisalProblem?
    for candidate in pool where candidate.subject == certificate.issuer {
      switch LinkSignature.check(certificate, by: candidate.spki, terms) {
      case .valid(let tolerated): return .found(candidate, tolerated)
      case .refused(let reason): problem = problem ?? reason
      }
    }
    return problem.map(Issuer.notSigned) ?? .none
  }

  /// The anchor whose key signed the certificate, or is the certificate's own: names do not count, keys do. That the first
  /// certificate's own key is pinned says nothing about who made the certificate.
  private static func anchor(
    above certificate: TolerantCertificate, isFirst: Bool, _ anchors: [Anchor], _ terms: AppraisalTerms
  ) -> (Anchor, [EvidenceWeakness])? {
    if !isFirst, let own = anchors.first(where: { $0.spki == certificate.spki }) { return (own, []) }
    for anchor in anchors {
      if case .valid(let tolerated) = LinkSignature.check(certificate, by: anchor.spki, terms) {
        return (anchor, tolerated)
      }
    }
    return nil
  }

  private static func end(at last: TolerantCertificate) -> AppraisalProblem {
    if last.issuer == last.subject {
      return AppraisalProblem(.anchorUnknown, "\(last.subjectText) is self-issued, and its key is pinned nowhere")
    }
    return AppraisalProblem(.anchorUnknown, "no anchor and no certificate of \(last.issuerText)")
  }

  // MARK: - What is said of each

  private static func defects(of certificate: TolerantCertificate) -> [EvidenceWeakness] {
    certificate.defects.sorted { $0.rawValue < $1.rawValue }.map {
      EvidenceWeakness(.derTolerance, "\(certificate.subjectText): \($0.rawValue)")
    }
  }

  private static func expiry(of certificate: TolerantCertificate, _ terms: AppraisalTerms) -> [AppraisalProblem] {
    guard !certificate.isValid(at: terms.now) else { return [] }
    return [
      AppraisalProblem(
        .certificateExpired,
        "\(certificate.subjectText) is valid from \(certificate.notBefore) to \(certificate.notAfter), not at \(terms.now)"
      )
    ]
  }

  private static func expiry(of anchor: Anchor, _ terms: AppraisalTerms) -> [EvidenceWeakness] {
    guard let end = anchor.lastCertificateEnds, end < terms.now else { return [] }
    return [EvidenceWeakness(.expiredAnchor, "\(anchor.id): its last certificate ended at \(end)")]
  }
}
