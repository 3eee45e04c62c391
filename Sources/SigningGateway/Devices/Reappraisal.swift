internal import Applications
internal import Assembly
internal import Attestation
internal import Evidence
internal import PolicyGates
internal import Records
internal import Signing

/// A certified key as the origin gate judges it now.
struct ReappraisedKey: Sendable, Hashable {
  let entry: CertificateEntry
  /// What stands against it; none where the gate admits it.
  let findings: [RecordedFinding]

  var json: JSONValue {
    .object([
      "serial": .string(entry.serial.hex), "issuer": .string(entry.issuer), "device": .optional(entry.device),
      "subjectKey": .optional(entry.subjectKey?.hex), "subject": .optional(entry.subjectID),
      "decision": .optional(entry.decision?.text), "verdict": .string(findings.isEmpty ? "admit" : "refuse"),
      "findings": .array(findings.map(\.json)),
    ])
  }
}

/// What came of appraising every key again.
struct ReappraisalResult: Sendable, Hashable {
  /// The register that it was judged by.
  let register: Digest
  let at: Instant
  /// How many keys were appraised.
  let keys: Int
  let refused: [ReappraisedKey]
  /// Keys whose verdict is another than before: refused now, or admitted again.
  let changed: [ReappraisedKey]

  /// The record's blob.
  var report: JSONValue {
    .object([
      "schema": .integer(1), "register": .string(register.hex), "at": .string(at.description),
      "keys": .integer(Int64(keys)), "changed": .array(changed.map(\.json)), "refused": .array(refused.map(\.json)),
    ])
  }
}

/// Judges the origin of keys again, from the raw evidence of their decisions, with what is known now.
struct Reappraiser: Sendable {
  let store: any RecordStore
  let demo: Bool
  /// The operator's anchors and advisories.
  let appraisal: AppraisalSettings
  /// By the issuer's name. A key whose issuer is gone is judged by the terms of its decision.
  let terms: [String: JudgingTerms]

  /// Evidence that cannot be put together again proves nothing: the key is refused. Throws where the store cannot be asked.
  func judge(
    _ entry: CertificateEntry, devices: DeviceDocument, at now: Instant
  ) async throws(JournalError) -> ReappraisedKey {
    let decision: RecordedDecision
    let raw: RawEvidence
    switch try await evidence(of: entry) {
    case .success(let found): (decision, raw) = found
    case .failure(let problem): return Reappraiser.unreadable(entry, problem.description)
    }
    do {
      let findings = try judge(decision, raw, issuer: entry.issuer, devices: devices, at: now)
      return ReappraisedKey(entry: entry, findings: findings)
    } catch {
      return Reappraiser.unreadable(entry, error.description)
    }
  }

  private func judge(
    _ decision: RecordedDecision, _ raw: RawEvidence, issuer: String, devices: DeviceDocument, at now: Instant
  ) throws(AssemblyError) -> [RecordedFinding] {
    let reading = try CertificateReading(try decision.request(raw))
    var circumstances = try decision.circumstances(raw)
    circumstances.now = now
    circumstances.demo = demo
    if let terms = terms[issuer] { circumstances.terms = terms }
    circumstances.appraisal = appraisal
    let live = circumstances.liveAttributes.map { StatedDevice($0.device) }
    circumstances.isChannelCertified = devices.certifiesChannel(of: live)
    let recorded = try circumstances.recordedDevice()
    circumstances.keeping?.isChannelCertified = devices.certifiesChannel(of: recorded)
    let origin = try circumstances.origin(of: reading)
    circumstances.device = devices.record(for: origin.key?.device)
    circumstances.sourceDevice = devices.record(for: origin.source?.device)
    let evaluation = CertificateGates.reappraise(circumstances.evidence(reading, origin: origin))
    return evaluation.findings.filter { $0.severity == .error }.map { RecordedFinding($0) }
  }

  private struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  private func evidence(
    of entry: CertificateEntry
  ) async throws(JournalError) -> Result<(RecordedDecision, RawEvidence), Missing> {
    guard let id = entry.decision, let stored = try await store.decision(.id(id)), let body = stored.opening.value,
      let decision = RecordedDecision(record: body)
    else { return .failure(Missing(description: "its decision is not on record")) }
    var items: [(name: String, content: [UInt8])] = []
    for item in body["evidence"]?.elements ?? [] {
      guard let name = item["name"]?.text, let address = item["sha256"]?.text.flatMap({ Digest(sha256: $0) }),
        let content = try await store.blob(address)
      else { return .failure(Missing(description: "a piece of its evidence is not on record")) }
      items.append((name, content))
    }
    do { return .success((decision, try RawEvidence(items))) } catch {
      return .failure(Missing(description: error.description))
    }
  }

  private static func unreadable(_ entry: CertificateEntry, _ problem: String) -> ReappraisedKey {
    ReappraisedKey(
      entry: entry,
      findings: [
        RecordedFinding(
          rule: "sealgate.origin.any.evidence_unreadable", clause: "EN 319 411-2 V2.6.1 (2025-06) SDP-6.5.1-07A",
          severity: Severity.error.rawValue, field: "attestation", found: problem,
          required: "the evidence that the decision rested on")
      ])
  }
}
