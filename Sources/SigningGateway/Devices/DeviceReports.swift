internal import Applications
internal import Evidence
internal import Records

// How the register, the work list and appraisals are told to operators.

extension DeviceRegister.InEffect {
  var json: JSONValue {
    .object([
      "source": .string(change == nil ? "configuration" : "import"), "digest": .string(identity.hex),
      "since": .optional(change?.since.description),
      "approvedBy": .array((change?.approvers ?? []).map { .string($0.id) }),
    ])
  }
}

extension DeviceRecord {
  /// One line of the list.
  func summary(certificates: Int, at now: Instant) -> JSONValue {
    .object([
      "id": .string(id), "kind": .string(kind.rawValue), "vendor": .string(vendor), "model": .string(model),
      "status": .string(certificate.status.rawValue), "expires": .string(certificate.expires.description),
      "daysLeft": .integer(daysLeft(at: now)), "lost": .optional(loss(at: now)?.rawValue),
      "certificates": .integer(Int64(clamping: certificates)), "demo": .bool(demo),
    ])
  }
}

extension CertificateEntry {
  /// What an operator needs to find a certificate and its subject.
  var reference: [String: JSONValue] {
    [
      "issuer": .string(issuer), "serial": .string(serial.hex), "device": .optional(device),
      "subjectKey": .optional(subjectKey?.hex), "subject": .optional(subjectID), "policy": .optional(policy?.rawValue),
      "notAfter": .optional(notAfter?.description), "certificateSHA256": .optional(certificate?.hex),
      "decision": .optional(decision?.text),
    ]
  }
}

extension RevocationDue {
  func json(at now: Instant) -> JSONValue {
    let members: [String: JSONValue] = [
      "cause": .string(cause.words), "rules": .array(cause.rules.map(JSONValue.string)),
      "since": .string(since.description), "due": .string(due.description), "overdue": .bool(isOverdue(at: now)),
    ]
    return .object(members.merging(entry.reference) { own, _ in own })
  }
}

extension RevocationDue.Cause {
  fileprivate var words: String {
    switch self {
    case .lost(let loss): "the device's certification is \(loss.words)"
    case .refused: "the origin gate refuses the key now"
    }
  }

  fileprivate var rules: [String] {
    if case .refused(let rules) = self { rules } else { [] }
  }
}

extension ReappraisalRun {
  /// Keys of one answer; the record's report has them all.
  private static let most = 1000

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "schema": .integer(1), "state": .string(name), "reason": .string(reason),
      "startedAt": .optional(startedAt?.description), "done": .integer(Int64(clamping: done)),
      "total": .integer(Int64(clamping: total)), "record": record.map { .integer($0) } ?? .null,
    ]
    if case .failed(let problem) = state { members["problem"] = .string(problem) }
    if let result {
      members["register"] = .string(result.register.hex)
      members["refused"] = .integer(Int64(clamping: result.refused.count))
      members["changed"] = .integer(Int64(clamping: result.changed.count))
      members["keys"] = .array(result.changed.prefix(ReappraisalRun.most).map(\.json))
    }
    return .object(members)
  }

  private var name: String {
    switch state {
    case .none: "none"
    case .running: "running"
    case .done: "done"
    case .failed: "failed"
    }
  }
}

// MARK: - Health and metrics

extension DeviceSupervision {
  /// Days before its end at which `/readyz` names a device.
  private static let shownDays: Int64 = 30

  /// What `/readyz` says: the register, devices whose certification ends within 30 days, and those that lost it.
  nonisolated func health(at now: Instant) async -> JSONValue {
    let inEffect: DeviceRegister.InEffect
    do { inEffect = try await register.inEffect() } catch { return .object(["problem": .string(error.description)]) }
    let records = inEffect.document.records.sorted { $0.id < $1.id }
    let ending = records.filter {
      $0.loss(at: now) == nil && $0.secondsLeft(at: now) <= DeviceSupervision.shownDays * 86_400
    }
    return .object([
      "register": inEffect.json,
      "ending": .array(
        ending.map {
          .object([
            "id": .string($0.id), "expires": .string($0.certificate.expires.description),
            "daysLeft": .integer($0.daysLeft(at: now)),
          ])
        }),
      "lost": .array(records.filter { $0.loss(at: now) != nil }.map { .string($0.id) }),
    ])
  }

  /// None of what cannot be asked: a count of nothing would say that all is well.
  nonisolated func metrics(at now: Instant) async -> [MetricFamily] {
    var families: [MetricFamily] = []
    if let records = try? await register.inEffect().document.records {
      families.append(
        MetricFamily(
          "sealgate_device_certification_seconds_left", .gauge,
          "Seconds until a registered device's certification ends; 0 where it is lost.",
          records.map { record in
            let left = record.loss(at: now) == nil ? record.secondsLeft(at: now) : 0
            return ([("device", record.id)], UInt64(clamping: left))
          }))
    }
    guard let work = try? await workList() else { return families }
    return families + [
      MetricFamily(
        "sealgate_device_revocations_due", .gauge, "Certificates to revoke because of their device, overdue ones too.",
        [([], UInt64(clamping: work.count))]),
      MetricFamily(
        "sealgate_device_revocations_overdue", .gauge, "Certificates that should be revoked by now.",
        [([], UInt64(clamping: work.count { $0.isOverdue(at: now) }))]),
    ]
  }
}
