internal import Cryptography
internal import Evidence
internal import PolicyGates
internal import TokenPool
internal import X509

/// What the check of a script does for steps that make certificates, lists and answers.
extension ScriptCheck {
  /// Settles the draft of a certificate and lints it, as far as issuer and key are known before a token is open.
  mutating func draft(_ order: CertificateOrder, of id: String) {
    let existing = order.existing.flatMap { tbs($0, "certificate") }
    if let certificate = existing?.1 { existingCertificates[id] = certificate }
    guard let key = key(order, existing, of: id) else { return }
    let plan = plan(order, key, existing?.1)
    let issuer = issuer(order.issuer, of: id)
    guard (order.issuer == nil) == (issuer == nil) || order.issuer.isStep else { return }
    let draft = CertificateDraft(
      order.profile, kind: order.kind, plan: plan, issuer: issuer, now: now)
    drafts[id] = draft
    // A key that only the token knows, or an issuer with such a key, is linted when the token is open.
    guard let key = key.found, (order.issuer == nil) == (issuer == nil) else { return }
    do throws(CeremonyError) {
      let tbs = try draft.tbs(serial: CertificateDraft.placeholderSerial, key: key.info)
      let evaluation = try draft.lint(tbs, key: key, demo: script.demo, now: now)
      report(evaluation, "profile")
      provisional[id] = tbs
    } catch {
      problem("profile", error.message)
    }
  }

  /// Errors of the gates are problems; the rest is said.
  mutating func report(_ evaluation: Evaluation, _ member: String) {
    remarks += evaluation.findings.filter { $0.severity != .error }
    for finding in evaluation.findings where finding.severity == .error { problem(member, finding.description) }
  }

  /// The certificate of who signs: of a file, or as a step will make it. Nil where that is not known yet, or a problem.
  mutating func issuer(_ source: SignerSource?, of id: String, _ member: String = "issuer") -> DraftIssuer? {
    switch source {
    case nil: return nil
    case .step(let step): return provisional[step].map { DraftIssuer(placeholder: $0) }
    case .file(let name, _):
      guard let certificate = certificate("\(member).certificate", name) else { return nil }
      let issuer = DraftIssuer(certificate)
      issuers[id] = issuer
      return issuer
    }
  }

  /// Reads a certificate in PEM; nil with a problem on the list where that fails.
  mutating func certificate(_ member: String, _ name: String) -> Certificate? {
    do {
      let text = String(decoding: try FilePath.read(path(name)), as: UTF8.self)
      return try Certificate(pem: text)
    } catch let error as CeremonyError {
      problem(member, "\(error.message); an earlier ceremony makes it")
    } catch {
      problem(member, "\"\(name)\" is no certificate in PEM: \(error)")
    }
    return nil
  }

  /// Reads a certification request in PEM, and looks whether its key signed it.
  mutating func request(_ member: String, _ name: String) -> (CertificationRequest, Truth)? {
    do {
      let request = try CertificationRequest(pem: String(decoding: try FilePath.read(path(name)), as: UTF8.self))
      let isSigned = (try? request.provesPossession()).map { $0 ? Truth.yes : .no } ?? .unknown
      return (request, isSigned)
    } catch let error as CeremonyError {
      problem(member, error.message)
    } catch {
      problem(member, "\"\(name)\" is no certification request in PEM: \(error)")
    }
    return nil
  }

  /// The certificate of a file, with itself, or what a step will make.
  mutating func tbs(_ source: CertificateSource, _ member: String) -> (TBSCertificate, Certificate?)? {
    switch source {
    case .step(let id): return provisional[id].map { ($0, nil) }
    case .file(let name):
      guard let certificate = certificate(member, name) else { return nil }
      return (certificate.tbsCertificate, certificate)
    }
  }
}

/// A key as far as the check knows it.
private struct CheckedKey {
  /// Nil for one that only the token knows.
  let found: DraftKey?
  let isElsewhere: Bool
  let possession: Truth
}

extension ScriptCheck {
  /// The key of a certificate; nil with a problem on the list where a file does not give it.
  private mutating func key(
    _ order: CertificateOrder, _ existing: (TBSCertificate, Certificate?)?, of id: String
  ) -> CheckedKey? {
    switch order.key {
    case .step(let step):
      guard let kind = script.steps[...].keyStep(step)?.kind else { return nil }
      return CheckedKey(found: DraftKey(placeholder: kind), isElsewhere: false, possession: .unknown)
    case .token: return CheckedKey(found: nil, isElsewhere: false, possession: .unknown)
    case .request(let file):
      guard let (request, isSigned) = request("key.request", file) else { return nil }
      requests[id] = request.derBytes
      return elsewhere(request.subjectPublicKeyInfo, isSigned, "key.request", of: id)
    case .certificate(let file):
      if order.existing == nil {
        guard let certificate = certificate("key.certificate", file) else { return nil }
        existingCertificates[id] = certificate
        let info = certificate.tbsCertificate.subjectPublicKeyInfo
        return elsewhere(info, certificate.selfSigned, "key.certificate", of: id)
      }
      guard let (tbs, certificate) = existing else {
        // Of a step whose key only the token knows: looked at when that is open.
        guard case .step? = order.existing else { return nil }
        return CheckedKey(found: nil, isElsewhere: true, possession: .unknown)
      }
      return elsewhere(
        tbs.subjectPublicKeyInfo, possession(order, tbs, certificate, of: id), "certificate", of: id)
    }
  }

  private mutating func elsewhere(
    _ info: SubjectPublicKeyInfo, _ possession: Truth, _ member: String, of id: String
  ) -> CheckedKey? {
    do throws(CeremonyError) {
      let key =
        if let placeholder = PlaceholderKey.kind(of: info) { DraftKey(placeholder: placeholder) } else {
          try DraftKey(elsewhere: info)
        }
      elsewhere[id] = key
      return CheckedKey(found: key, isElsewhere: true, possession: possession)
    } catch {
      problem(member, error.message)
      return nil
    }
  }

  /// Of a CA that is certified already: its key signed a request, or its own certificate.
  private mutating func possession(
    _ order: CertificateOrder, _ existing: TBSCertificate, _ certificate: Certificate?, of id: String
  ) -> Truth {
    guard let file = order.requestFile else {
      // A certificate of this very ceremony signs itself before this one is made, or the gates refuse then.
      return (certificate.map { DraftIssuer($0) } ?? DraftIssuer(placeholder: existing)).possession
    }
    guard let (request, isSigned) = request("request", file) else { return .unknown }
    requests[id] = request.derBytes
    let isOfTheCA =
      request.subject.derBytes == existing.subject.derBytes
      && request.subjectPublicKeyInfo.derBytes == existing.subjectPublicKeyInfo.derBytes
    if !isOfTheCA { problem("request", "\"\(file)\" is not of the CA in the certificate") }
    return isOfTheCA ? isSigned : .no
  }

  private func plan(_ order: CertificateOrder, _ key: CheckedKey, _ certificate: Certificate?) -> CAPlan {
    let existing = order.existing.flatMap { source -> TBSCertificate? in
      if case .step(let id) = source { return provisional[id] }
      return certificate?.tbsCertificate
    }
    return CAPlan(
      isForWebsites: script.web, isAffiliated: !order.profile.isUnaffiliated, existing: existing,
      isKeyElsewhere: key.isElsewhere, possession: key.possession)
  }
}

extension SignerSource? {
  fileprivate var isStep: Bool { if case .step = self { true } else { false } }
}

extension Certificate {
  /// Whether the certificate's own key signed it.
  var selfSigned: Truth {
    guard tbsCertificate.issuer.derBytes == tbsCertificate.subject.derBytes,
      let key = try? PublicKey(tbsCertificate.subjectPublicKeyInfo), let isSigned = try? isSigned(by: key)
    else { return .unknown }
    return isSigned ? .yes : .no
  }
}
