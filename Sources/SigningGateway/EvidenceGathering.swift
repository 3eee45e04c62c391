internal import Applications
internal import Assembly
internal import Attestation
internal import Evidence
internal import PolicyGates
internal import Records
internal import X509

/// All evidence for one decision (step 3), and what of it is kept beside the record.
struct GatheredEvidence: Sendable {
  let evidence: CertificateEvidence
  /// Nil where the TBS's serial number is none that the register can hold.
  let serial: Evidence.SerialNumber?
  /// What the registers will keep of the certificate.
  let certification: Certification
  let items: [EvidenceItem]
}

/// Gathers evidence. It judges nothing: what is absent stays absent, and a gate refuses it.
///
/// What the gates see is made of the reading and the circumstances alone, by code that a replay shares; nothing may reach
/// them around it.
struct EvidenceGathering: Sendable {
  let demo: Bool
  let devices: DeviceDocument
  let officers: OfficerRegister
  /// By the issuer's name.
  let services: [String: ServiceDocument]
  let knownWeakKeys: KnownWeakKeys
  var subjectTokens: [any GatewayToken]
  let store: any RecordStore

  /// A request as it was read, with what the registers say of it.
  struct Inquiry: Sendable {
    let reading: CertificateReading
    let nameForm: Digest
    let report: RegisterReport
  }

  /// Throws `.malformed` where the outer DER of a member cannot be read, `.unavailable` where the registers cannot be
  /// asked: evidence that could not be looked for is not absent.
  func inquire(_ request: SigningRequest, issuer: Issuer) async throws(GatewayError) -> Inquiry {
    let reading: CertificateReading
    do { reading = try CertificateReading(request) } catch { throw GatewayError(error) }
    let nameForm = NameForm.digest(of: reading.tbs.subject)
    let question = RegisterQuestion(
      request: request.digest, issuer: issuer.name, serial: reading.serial, nameForm: nameForm,
      subjectKey: reading.subjectKey.spkiSHA256, previous: reading.previousSerial,
      requiresInventory: issuer.requiresInventory)
    do {
      return Inquiry(reading: reading, nameForm: nameForm, report: try await store.report(question))
    } catch {
      throw GatewayError(error)
    }
  }

  /// Throws `.unavailable` where a token cannot be asked.
  func gather(
    _ inquiry: Inquiry, from requester: Requester, certificate: [UInt8], issuer: Issuer, now: Instant
  ) async throws(GatewayError) -> GatheredEvidence {
    let reading = inquiry.reading
    let live = try await liveAttributes(of: reading, at: now)
    let terms = AppraisalTerms(now: now)
    let attested: AttestedKey?
    do { attested = try Circumstances.attestedKey(reading, live, terms) } catch { throw GatewayError(error) }
    let device = devices.record(for: attested?.device)
    let circumstances = Circumstances(
      requester: requester, requesterCertificate: certificate, issuer: issuer.facts,
      issuerCertificate: issuer.certificate.derBytes, issuerKey: issuer.key, liveAttributes: live, device: device,
      registers: inquiry.report.answers, service: services[issuer.name] ?? .empty,
      officers: officers.signers(of: reading.application),
      terms: issuer.terms, demo: demo, now: now, knownWeakKey: knownWeakKeys[reading.subjectKey.spkiSHA256])
    let evidence = circumstances.evidence(reading, attested: attested)
    return GatheredEvidence(
      evidence: evidence, serial: reading.serial,
      certification: Certification(evidence, nameForm: inquiry.nameForm, previous: reading.previousSerial),
      items: RawEvidence(reading.request, circumstances).items.map { EvidenceItem($0.name.rawValue, $0.content) })
  }

  /// What a subject token says of the key. A policy without a device judges no origin, so no token is troubled for it.
  private func liveAttributes(
    of reading: CertificateReading, at now: Instant
  ) async throws(GatewayError) -> KeyAttributes? {
    guard reading.request.policy.requiresQSCD else { return nil }
    for token in subjectTokens {
      do {
        if let attributes = try await token.attributes(ofKey: reading.subjectKey.spki, at: now) { return attributes }
      } catch {
        throw .unavailable("a subject token could not be asked about the key: \(error)", decision: nil)
      }
    }
    return nil
  }
}

extension Certification {
  fileprivate init(_ evidence: CertificateEvidence, nameForm: Digest, previous: Evidence.SerialNumber?) {
    let validity = evidence.content.tbs.validity
    let application = evidence.process.application
    let agreement = application?.agreement
    self.init(
      subjectName: evidence.process.subjectSHA256, nameForm: nameForm, subjectID: application?.registration?.subjectID,
      notBefore: Instant(seconds: validity.notBefore.secondsSinceEpoch),
      notAfter: Instant(seconds: validity.notAfter.secondsSinceEpoch), isPrecertificate: evidence.isPrecertificate,
      precertificate: evidence.precertificateSHA256, previous: previous, terms: agreement?.termsSHA256,
      acceptanceDue: agreement?.acceptance == nil ? agreement?.acceptanceDue : nil)
  }
}

extension GatewayError {
  /// A member of the request that cannot be read.
  fileprivate init(_ error: AssemblyError) {
    switch error {
    case .malformed(let name, let problem): self = .malformed(field: "$.\(name.rawValue)", problem: problem)
    case .application(let path, let problem):
      self = .malformed(field: "$.application\(path.dropFirst())", problem: problem)
    case .missing(let name): self = .malformed(field: "$.\(name.rawValue)", problem: "missing")
    case .unknown(let name): self = .malformed(field: "$.\(name)", problem: "unknown")
    }
  }
}

extension GatewayError {
  /// An error of the journal, or of the store under it.
  init(_ error: JournalError) {
    switch error {
    case .conflict(let conflict): self = .conflict(Refusal(), conflict.description)
    case .stopped, .unreadable: self = .unavailable(error.description, decision: nil)
    case .corrupt: self = .incident(error.description, decision: nil)
    }
  }
}
