internal import Cryptography
internal import DER
internal import Documents
internal import Evidence
internal import PolicyGates
internal import TokenPool
internal import X509

/// What a script says of an answer about one certificate (OCSP), made ahead of the question.
struct AnswerOrder: Sendable {
  enum Status: Sendable {
    case good
    /// `at` is nil where it happens with the answer, as with a list that is made beside it.
    case revoked(at: Instant?, reason: ListOrder.Reason)
  }

  /// The CA that issued the certificate.
  let issuer: SignerSource
  /// Nil where the CA itself answers.
  let responder: SignerSource?
  let certificate: CertificateSource
  let status: Status
  /// The CA's newest list, which the answer must agree with.
  let listFile: String?
  let hash: OCSPHash
  let signature: SignatureName
  let period: StatusPeriod
  let file: String

  init(_ fields: inout Fields) throws(DocumentError) {
    issuer = try fields.required("issuer", as: SignerSource.shape)
    responder = try fields.optional("responder", as: SignerSource.shape)
    certificate = try fields.required("certificate", as: CertificateSource.shape)
    status = try fields.required("status", as: Status.shape)
    listFile = try fields.optional("crl", as: .line)
    hash = try fields.optional("hash", as: .choice) ?? .sha1
    signature = try fields.required("signature", as: .choice)
    period = try StatusPeriod(&fields)
    file = try fields.required(
      "output", as: .object { fields throws(DocumentError) in try fields.required("response", as: .line) })
  }

  var plan: [PlanLine] {
    var lines = [
      PlanLine("answer", "that \(certificate.description) is \(status.description)"),
      PlanLine("for the CA of", issuer.description), PlanLine("signed by", (responder ?? issuer).description),
      PlanLine("valid", period.description), PlanLine("signature", signature.rawValue),
      PlanLine("issuer named by", hash.rawValue),
    ]
    if let listFile { lines.append(PlanLine("agrees with", listFile)) }
    return lines + [PlanLine("write", file)]
  }
}

extension AnswerOrder.Status {
  static var shape: FieldShape<Self> {
    .text(
      .text("good, or an object with revoked and reason") { $0 == "good" ? .good : nil },
      orObject: .object { fields throws(DocumentError) in
        .revoked(
          at: try fields.required("revoked", as: .timeOrNow), reason: try fields.required("reason", as: .choice))
      })
  }

  var description: String {
    switch self {
    case .good: "good"
    case .revoked(let time, let reason):
      "revoked since \(time.map { "\($0)" } ?? "the time of the answer"), \(reason.rawValue)"
    }
  }
}

/// An answer as far as it is known before its signer's key is.
struct AnswerDraft: Sendable {
  let order: AnswerOrder
  let start: Instant
  let list: CertificateList?

  /// What is to be signed.
  func data(
    _ ca: DraftIssuer, responder: DraftIssuer, certificate: DraftIssuer
  ) throws(CeremonyError) -> OCSPResponseData {
    let status: OCSPCertificateStatus =
      switch order.status {
      case .good: .good
      case .revoked(let at, let reason): .revoked(at: try time(at ?? start).generalized, reason: reason.code)
      }
    return OCSPResponseData(
      responder: .key(of: responder.tbs), producedAt: try time(start),
      responses: [
        OCSPSingleResponse(
          certificate: name(ca, certificate), status: status, thisUpdate: try time(order.period.begin(start)),
          nextUpdate: try time(order.period.end(start)))
      ])
  }

  func evidence(
    _ data: OCSPResponseData, ca: DraftIssuer, responder: DraftIssuer, certificate: DraftIssuer, key: KeyIdentity?,
    web: Bool, now: Instant
  ) throws(CeremonyError) -> OCSPAnswerEvidence {
    OCSPAnswerEvidence(
      responseData: data.derBytes, data: data, issuer: ca.tbs, signer: try responder.statusSigner(of: ca, key: key),
      signerNames: [.key(of: responder.tbs)], algorithm: algorithm,
      subjects: [
        OCSPAnswerEvidence.Subject(
          certificate: certificate.tbs, isSignedByTheCA: certificate.isSigned(by: ca), names: [name(ca, certificate)])
      ],
      list: list?.tbsCertList, isForWebsites: web, terms: JudgingTerms(baseline: .etsi2026), now: now)
  }

  var algorithm: AlgorithmIdentifier { SignatureAlgorithms.algorithmIdentifier(for: order.signature.scheme) }

  private func name(_ ca: DraftIssuer, _ certificate: DraftIssuer) -> OCSPCertificateID {
    OCSPCertificateID(serialNumber: certificate.tbs.serialNumber, issuer: ca.tbs, hash: order.hash)
  }

  private func time(_ instant: Instant) throws(CeremonyError) -> Time {
    guard let time = Time(secondsSinceEpoch: instant.seconds) else {
      throw CeremonyError(.refused, "the time \(instant) has no spelling in X.509")
    }
    return time
  }
}
