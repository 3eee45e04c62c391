internal import Attestation
internal import Cryptography
internal import DER
internal import Documents
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
struct EvidenceGathering: Sendable {
  let demo: Bool
  let devices: DeviceRegister
  let subjectTokens: [any GatewayToken]
  let store: any RecordStore

  /// Throws `.malformed` where the outer DER of a member cannot be read, `.unavailable` where a register or a token
  /// cannot be asked: evidence that could not be looked for is not absent.
  func gather(
    _ request: SigningRequest, from requester: Requester, certificate: [UInt8], issuer: Issuer, now: Instant
  ) async throws(GatewayError) -> GatheredEvidence {
    let tbs = try EvidenceGathering.tbs(request.tbsCertificate)
    let csr = try request.csr.map(EvidenceGathering.csr)
    let subjectKey = EvidenceGathering.subjectKey(tbs.subjectPublicKeyInfo)
    let serial = EvidenceGathering.serial(tbs)
    let origin = try await origin(of: subjectKey, for: request, at: now)
    let device = devices.record(for: origin?.key.device)
    let evidence = CertificateEvidence(
      request: request, tbs: tbs, subjectKey: subjectKey, issuer: issuer.facts, issuerKey: issuer.key, csr: csr,
      attestedKey: origin?.key, device: device, requester: requester, serial: try await status(of: serial), demo: demo,
      now: now)
    let kept: [(String, [UInt8]?)] = [
      ("tbsCertificate", request.tbsCertificate), ("csr", request.csr), ("application", request.application),
      ("attestation", request.attestation), ("previousCertificate", request.previousCertificate),
      ("precertificate", request.precertificate), ("keyOrigin", origin?.statement),
      ("deviceRecord", device?.json.canonicalBytes()), ("issuerCertificate", issuer.certificate.derBytes),
      ("requesterCertificate", certificate),
    ]
    let items = kept.compactMap { name, content in content.map { EvidenceItem(name, $0) } }
    return GatheredEvidence(evidence: evidence, serial: serial, items: items)
  }

  // MARK: - Out of the message

  private static func tbs(_ der: [UInt8]) throws(GatewayError) -> TBSCertificate {
    do { return try TBSCertificate(der: der) } catch {
      throw .malformed(field: "$.tbsCertificate", problem: "\(error)")
    }
  }

  private static func csr(_ der: [UInt8]) throws(GatewayError) -> CSRFacts {
    let request: CertificationRequest
    do { request = try CertificationRequest(der: der) } catch {
      throw .malformed(field: "$.csr", problem: "\(error)")
    }
    let verified: Truth
    do { verified = try request.provesPossession() ? .yes : .no } catch { verified = .unknown }
    return CSRFacts(publicKey: request.subjectPublicKeyInfo.derBytes, signatureVerified: verified)
  }

  /// A malformed key is of a kind that no policy takes, so that a gate refuses it by name.
  static func subjectKey(_ info: SubjectPublicKeyInfo) -> KeyFacts {
    do { return try KeyFacts(info) } catch {
      return KeyFacts(
        kind: .other(dottedOID: info.algorithm.algorithm.description), spki: info.derBytes,
        spkiSHA256: Hash.digest(info.derBytes))
    }
  }

  private static func serial(_ tbs: TBSCertificate) -> Evidence.SerialNumber? {
    guard tbs.serialNumber.isPositive else { return nil }
    return Evidence.SerialNumber(magnitude: tbs.serialNumber.bytes)
  }

  // MARK: - Out of registers and tokens

  private func status(of serial: Evidence.SerialNumber?) async throws(GatewayError) -> SerialStatus {
    guard let serial else { return .unknown }
    do { return try await store.status(of: serial) } catch { throw GatewayError(error) }
  }

  private struct Origin {
    let key: AttestedKey
    /// The statement that `key` was read from.
    let statement: [UInt8]
  }

  /// What the subject tokens say now, or else what the client sent, which is worth less.
  private func origin(
    of key: KeyFacts, for request: SigningRequest, at now: Instant
  ) async throws(GatewayError) -> Origin? {
    let sent = try request.attestation.map(EvidenceGathering.received)
    // A policy without a device judges no origin, so no token is troubled for it.
    guard request.policy.requiresQSCD else { return sent }
    for token in subjectTokens {
      do {
        guard let attributes = try await token.attributes(ofKey: key.spki, at: now) else { continue }
        let live = PKCS11Attributes(readLive: attributes)
        return Origin(key: live.appraise(), statement: live.statement.canonicalBytes())
      } catch {
        throw .unavailable("a subject token could not be asked about the key: \(error)", decision: nil)
      }
    }
    return sent
  }

  private static func received(_ bytes: [UInt8]) throws(GatewayError) -> Origin {
    guard let statement = JSONValue(canonical: bytes) else {
      throw .malformed(field: "$.attestation", problem: "cannot be read")
    }
    do { return Origin(key: try Formats.appraise(received: statement), statement: bytes) } catch {
      throw .malformed(field: "$.attestation", problem: error.description)
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
