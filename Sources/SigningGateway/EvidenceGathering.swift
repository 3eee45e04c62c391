internal import Applications
internal import Assembly
internal import Evidence
internal import PolicyGates
internal import Records
internal import X509

/// All evidence for one decision (step 3), and what of it is kept beside the record.
struct GatheredEvidence: Sendable {
  let evidence: CertificateEvidence
  /// Nil where the TBS's serial number is none that the register can hold.
  let serial: Evidence.SerialNumber?
  let items: [EvidenceItem]
}

/// Gathers evidence. It judges nothing: what is absent stays absent, and a gate refuses it.
///
/// What the gates see is made of the reading and the circumstances alone, by code that a replay shares; nothing may reach
/// them around it.
struct EvidenceGathering: Sendable {
  let demo: Bool
  let devices: DeviceRegister
  let officers: OfficerRegister
  /// By the issuer's name.
  let services: [String: ServiceDocument]
  let subjectTokens: [any GatewayToken]
  let store: any RecordStore

  /// Throws `.malformed` where the outer DER of a member cannot be read, `.unavailable` where a register or a token
  /// cannot be asked: evidence that could not be looked for is not absent.
  func gather(
    _ request: SigningRequest, from requester: Requester, certificate: [UInt8], issuer: Issuer, now: Instant
  ) async throws(GatewayError) -> GatheredEvidence {
    let reading: CertificateReading
    do { reading = try CertificateReading(request) } catch { throw GatewayError(error) }
    let live = try await liveAttributes(of: reading, at: now)
    let device = devices.record(for: Circumstances.attestedKey(reading, live)?.device)
    let circumstances = Circumstances(
      requester: requester, requesterCertificate: certificate, issuer: issuer.facts,
      issuerCertificate: issuer.certificate.derBytes, issuerKey: issuer.key, liveAttributes: live, device: device,
      registers: try await registers(reading), service: services[issuer.name] ?? .empty,
      officers: officers.signers(of: reading.application),
      terms: issuer.terms, demo: demo, now: now)
    return GatheredEvidence(
      evidence: circumstances.evidence(reading), serial: reading.serial,
      items: RawEvidence(request, circumstances).items.map { EvidenceItem($0.name.rawValue, $0.content) })
  }

  private func registers(_ reading: CertificateReading) async throws(GatewayError) -> RegisterAnswers {
    RegisterAnswers(serial: try await status(of: reading.serial))
  }

  private func status(of serial: Evidence.SerialNumber?) async throws(GatewayError) -> SerialStatus {
    guard let serial else { return .unknown }
    do { return try await store.status(of: serial) } catch { throw GatewayError(error) }
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
