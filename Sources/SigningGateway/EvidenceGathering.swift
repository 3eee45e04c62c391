internal import Applications
internal import Assembly
internal import Attestation
internal import Cryptography
internal import Evidence
internal import PolicyGates
internal import Records
internal import X509

/// All evidence for one decision (step 3), and what of it is kept beside the record.
struct GatheredEvidence: Sendable {
  let evidence: CertificateEvidence
  /// The nonce of ours that the evidence carries: spent by the certificate.
  let nonce: [UInt8]?
  /// Ids of the TPM credentials of ours whose secrets the evidence brings: spent by any decision.
  let credentials: [[UInt8]]
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
  /// The register of certified devices in effect at the decision.
  var devices: DeviceDocument
  let appraisal: AppraisalSettings
  let nonces: NonceBook
  let credentials: CredentialBook
  let officers: OfficerRegister
  /// By the issuer's name.
  let services: [String: ServiceDocument]
  let knownWeakKeys: KnownWeakKeys
  var subjectTokens: [any GatewayToken]
  let store: any RecordStore
  /// Keys that no token can tell of, because they are kept outside it.
  let keptKeys: KeptKeys

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
    // Who reaches a device over a certified channel is the register's to say, and the module's word only counts for what it is.
    let isChannelCertified = devices.certifiesChannel(of: live.map { StatedDevice($0.device) })
    var circumstances = Circumstances(
      requester: requester, requesterCertificate: certificate, issuer: issuer.facts,
      issuerCertificate: issuer.certificate.derBytes, issuerKey: issuer.key, liveAttributes: live, device: nil,
      registers: inquiry.report.answers, service: services[issuer.name] ?? .empty,
      officers: officers.signers(of: reading.application),
      terms: issuer.terms, demo: demo, now: now, knownWeakKey: knownWeakKeys[reading.subjectKey.spkiSHA256],
      isChannelCertified: isChannelCertified, appraisal: appraisal)
    circumstances.enrolment = try await store.find(
      CredentialKeyRecord.self, reading.subjectKey.spkiSHA256.hex)?.value.enrolment
    if live == nil { try await noteKeeping(of: reading, in: &circumstances) }
    circumstances.activations = activations(in: reading, from: requester, at: now)
    let origin = try origin(of: reading, from: requester, &circumstances)
    let evidence = circumstances.evidence(reading, origin: origin)
    return GatheredEvidence(
      evidence: evidence, nonce: circumstances.nonce,
      credentials: circumstances.activations.compactMap { $0.outstandingSecret?.bytes }, serial: reading.serial,
      certification: Certification(evidence, nameForm: inquiry.nameForm, previous: reading.previousSerial),
      items: RawEvidence(reading.request, circumstances).items.map { EvidenceItem($0.name.rawValue, $0.content) })
  }

  /// Appraises the evidence of the key's origin, and notes what the registers say of the devices that it names, and the nonce
  /// that it carries where this gateway gave it to this requester.
  private func origin(
    of reading: CertificateReading, from requester: Requester, _ circumstances: inout Circumstances
  ) throws(GatewayError) -> AppraisedOrigin {
    do {
      var origin = try circumstances.origin(of: reading)
      if let carried = origin.key?.nonce, let nonce = nonces.find(carried, of: requester.id, at: circumstances.now) {
        circumstances.nonce = nonce.content.value
        origin = origin.asked(for: nonce.content.value)
      }
      circumstances.device = devices.record(for: origin.key?.device)
      circumstances.sourceDevice = devices.record(for: origin.source?.device)
      return origin
    } catch { throw GatewayError(error) }
  }

  /// The credentials of this requester whose secrets came back.
  private func activations(
    in reading: CertificateReading, from requester: Requester, at now: Instant
  ) -> Set<TPMActivation> {
    let statements = reading.statements + [reading.sourceStatement].compactMap { $0 }
    return Set(
      statements.compactMap { statement in
        statement.activationSecret.flatMap { secret in
          credentials.find(Hash.digest(secret).bytes, of: requester.id, at: now)?.content
        }
      })
  }

  private static func asksForDevice(_ reading: CertificateReading) -> Bool {
    let policy = reading.request.policy
    let device = reading.application.application.device?.kind
    return policy.requiresQSCD || policy == .ncpPlus || device == .qscd || device == .secureCryptographicDevice
  }

  /// What our own records say of a key that no token knows. As with a live reading, the register in effect says what the channel
  /// is worth.
  private func noteKeeping(
    of reading: CertificateReading, in circumstances: inout Circumstances
  ) async throws(GatewayError) {
    guard EvidenceGathering.asksForDevice(reading),
      let found = try await keptKeys.find(reading.subjectKey.spkiSHA256, at: circumstances.now)
    else { return }
    circumstances.keeping = found.keeping
    circumstances.keeping?.isChannelCertified = devices.certifiesChannel(of: found.attributes?.device)
    circumstances.recordedAttributes = found.attributes?.statement
  }

  /// What a subject token says of the key. Where no device is asked for, no token is troubled.
  private func liveAttributes(
    of reading: CertificateReading, at now: Instant
  ) async throws(GatewayError) -> KeyAttributes? {
    guard EvidenceGathering.asksForDevice(reading) else { return nil }
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
      acceptanceDue: agreement?.acceptance == nil ? agreement?.acceptanceDue : nil,
      device: evidence.registeredDevice)
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
