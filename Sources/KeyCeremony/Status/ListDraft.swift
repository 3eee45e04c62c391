internal import Cryptography
internal import DER
internal import Evidence
internal import PolicyGates
internal import Records
internal import TokenPool
internal import X509

/// A list of revoked certificates that a step will make, as far as it is known before its signer's key is: no two runs of one
/// ceremony make different ones.
struct ListDraft: Sendable {
  let order: ListOrder
  /// When the ceremony began, for what the script says is `now`.
  let start: Instant
  let previous: CertificateList?
  /// The certificates that are newly listed, in the order of the script's entries; nil where there is none at hand.
  let revoked: [Certificate?]
  /// Those whose entries go, as they ended long enough ago.
  let dropped: [Certificate]

  /// What is to be signed in the name of a CA. The entries of the previous list stay, but for those that are dropped.
  func tbs(_ ca: DraftIssuer, signer: DraftIssuer) throws(CeremonyError) -> TBSCertList {
    let gone = Set(dropped.map(\.tbsCertificate.serialNumber))
    let kept = (previous?.tbsCertList.revokedCertificates ?? []).filter { !gone.contains($0.serialNumber) }
    var entries: [RevokedCertificate] = []
    for (certificate, entry) in zip(revoked, order.revoked) {
      entries.append(
        RevokedCertificate(
          serialNumber: try number(of: entry, certificate, ca), revocationDate: try time(entry.date ?? thisUpdate),
          reason: entry.reason.code,
          invalidityDate: try entry.invalidSince.map { (at) throws(CeremonyError) in try time(at) }))
    }
    var extensions = [
      Extension(AuthorityKeyIdentifier(keyIdentifier: signer.keyIdentifier), critical: false),
      Extension(CRLNumber(UInt64(order.number)), critical: false),
    ]
    if let point = order.distributionPoint { extensions.append(Extension(point, critical: true)) }
    if let since = order.expiredSince {
      extensions.append(Extension(ExpiredCertificatesOnCRL(try time(since)), critical: false))
    }
    return TBSCertList(
      signature: SignatureAlgorithms.algorithmIdentifier(for: order.signature.scheme), issuer: ca.tbs.subject,
      thisUpdate: try time(thisUpdate), nextUpdate: try time(nextUpdate), revokedCertificates: kept + entries,
      extensions: extensions)
  }

  /// A number without a certificate is one of this CA's by the name that the script gives it.
  private func number(
    of entry: ListOrder.Entry, _ certificate: Certificate?, _ ca: DraftIssuer
  ) throws(CeremonyError) -> X509.SerialNumber {
    switch entry.revoked {
    case .certificate(let file):
      guard let certificate else { throw CeremonyError(.refused, "\(file) was not read; this is a defect") }
      return certificate.tbsCertificate.serialNumber
    case .number(let number, let issuer, _):
      guard issuer == ca.tbs.subject.description else {
        throw CeremonyError(
          .refused, "the number \(number) is of \(issuer), and the list is of \(ca.tbs.subject)",
          hint: "a number means nothing without its issuer: write the CA's name as it stands here")
      }
      return number
    }
  }

  var thisUpdate: Instant { order.period.begin(start) }
  var nextUpdate: Instant { order.isLast ? ListDraft.never : order.period.end(start) }

  /// 99991231235959Z.
  private static let never = Instant(seconds: 253_402_300_799)

  private func time(_ instant: Instant) throws(CeremonyError) -> Time {
    guard let time = Time(secondsSinceEpoch: instant.seconds) else {
      throw CeremonyError(.refused, "the time \(instant) has no spelling in X.509")
    }
    return time
  }

  /// What stands on record beside the list.
  func items(ca: DraftIssuer, signer: DraftIssuer?) -> [EvidenceItem] {
    let named: [(String, [UInt8]?)] =
      [
        ("issuerCertificate", ca.certificate?.derBytes), ("signerCertificate", signer?.certificate?.derBytes),
        ("previousList", previous?.derBytes),
      ] + revoked.enumerated().map { ("revoked.\($0.offset)", $0.element?.derBytes) }
      + dropped.enumerated().map { ("dropped.\($0.offset)", $0.element.derBytes) }
    return named.compactMap { name, bytes in bytes.map { EvidenceItem(name, $0) } }
  }

  /// The list as the gates judge it.
  func evidence(
    _ tbs: TBSCertList, ca: DraftIssuer, signer: DraftIssuer, key: KeyIdentity?, web: Bool, now: Instant
  ) throws(CeremonyError) -> CAListEvidence {
    CAListEvidence(
      tbsCertList: tbs.derBytes, list: tbs, issuer: ca.tbs, signer: try signer.statusSigner(of: ca, key: key),
      previous: try previous.map { (list) throws(CeremonyError) in
        .list(list.tbsCertList, isGenuine: list.isSigned(byEither: [ca, signer]))
      } ?? .none,
      certificates: (revoked.compactMap { $0 } + dropped).map(\.tbsCertificate),
      numbersAlone: Set(order.numbersAlone.map(\.number)), isLast: order.isLast, isForWebsites: web,
      terms: JudgingTerms(baseline: .etsi2026), now: now)
  }
}

extension DraftIssuer {
  /// Who signs in a CA's place, or the CA itself, as the gates see it. `key` is the key on the token, where it was looked up.
  func statusSigner(of ca: DraftIssuer, key: KeyIdentity?) throws(CeremonyError) -> StatusSigner {
    let facts = try facts()
    return StatusSigner(
      certificate: facts.certificate, publicKey: facts.publicKey,
      key: key ?? KeyIdentity(ckaID: [], spkiSHA256: facts.publicKey.spkiSHA256), isSignedByTheCA: isSigned(by: ca))
  }

  /// Whether the CA's key signed the certificate; what is not made yet will be, or the gates refuse it then.
  func isSigned(by ca: DraftIssuer) -> Truth {
    guard let certificate else { return tbs.issuer == ca.tbs.subject ? .yes : .unknown }
    guard let key = try? PublicKey(ca.tbs.subjectPublicKeyInfo), let isSigned = try? certificate.isSigned(by: key)
    else { return .unknown }
    return isSigned ? .yes : .no
  }
}

extension CertificateList {
  fileprivate func isSigned(byEither signers: [DraftIssuer]) -> Truth {
    let answers = signers.compactMap { signer -> Bool? in
      guard let key = try? PublicKey(signer.tbs.subjectPublicKeyInfo) else { return nil }
      return try? isSigned(by: key)
    }
    return answers.contains(true) ? .yes : answers.isEmpty ? .unknown : .no
  }
}
