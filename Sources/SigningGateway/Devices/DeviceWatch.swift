internal import Evidence
internal import Records

/// A device whose status is lost, as it stands on record.
struct LostDevice: Sendable, Hashable {
  let device: String
  let loss: DeviceLoss
  /// When the loss went on record: deadlines count from here.
  let at: Instant
}

/// A certificate that the origin gate refused when it was appraised again, as it stands on record.
struct FailedKey: Sendable, Hashable {
  /// When the first of the appraisals went on record that refused it one after the other.
  let since: Instant
  /// The rules that refused it last.
  let rules: [String]
}

/// A certificate that must be revoked, and by when.
struct RevocationDue: Sendable, Hashable {
  enum Cause: Sendable, Hashable {
    case lost(DeviceLoss)
    /// The origin gate refuses the key, appraised again; the rules are those that do.
    case refused([String])
  }

  let entry: CertificateEntry
  let cause: Cause
  let since: Instant
  let due: Instant

  func isOverdue(at now: Instant) -> Bool { due <= now }
}

/// Decides what becomes of keys when a device's status changes. It writes nothing, reads no clock and asks nobody: its
/// answers say what is to be written and said.
///
/// What it knows comes from records alone, so that a restart knows the same; the work list is computed from it and from the
/// registers each time it is asked for.
struct DeviceWatch: Sendable {
  /// Days before the end of a device's certification at which operators are warned.
  static let warningDays: [Int64] = [7, 30, 90]

  private(set) var losses: [String: LostDevice] = [:]
  private(set) var failures: [SerialNumber: FailedKey] = [:]
  /// The import that was made last, whether or not it took effect.
  private(set) var proposal: DeviceProposal?
  /// What all keys in use are judged by: they were appraised by it, or there were none when it took effect.
  private var judgedBy: Grounds?
  /// Files of the configuration that was in effect when the last run ended: its keys were granted by one of them.
  private var earlierFiles: Set<Digest> = []
  /// The anchors and advisories of that run; nil where no run said.
  private var earlierAppraisal: Digest?
  private var warned: [String: Warning] = [:]

  /// By what keys are judged: other grounds may judge otherwise.
  struct Grounds: Sendable, Hashable {
    /// See `DeviceRegister.InEffect.identity`.
    let register: Digest
    /// Over all anchors and advisories, the operator's and this build's (`AppraisalSettings.digest`); nil where an earlier run
    /// did not say.
    let appraisal: Digest?
  }

  /// The end of a certification comes near.
  struct Warning: Sendable, Hashable {
    let device: String
    /// The threshold that was passed.
    let days: Int64
    let expires: Instant
  }

  enum Step: Sendable, Hashable {
    /// Write that the device lost its status, while this many certificates rest on it; then `restore` the record.
    case recordLoss(device: String, DeviceLoss, certificates: Int)
    /// Write that it has it again; then `restore` the record.
    case recordReturn(device: String)
    /// Say it; nothing is to be written.
    case warn(Warning)
  }

  // MARK: - Records

  /// The records that it learns from.
  static let kinds: Set<RecordKind> = [.devicesProposed, .deviceLost, .deviceRegained, .keysReappraised]

  /// Takes what a record tells, of an earlier run or just written. False where one of these kinds cannot be read.
  mutating func restore(_ record: SealedRecord) -> Bool {
    switch record.kind {
    case .devicesProposed:
      guard let read = DeviceProposal(record) else { return false }
      proposal = read
    case .deviceLost:
      guard let read = LostDevice(record) else { return false }
      losses[read.device] = read
    case .deviceRegained:
      guard let device = record.value?["device"]?.text else { return false }
      losses[device] = nil
    case .keysReappraised:
      guard let (grounds, refused) = ReappraisalRecord.read(record) else { return false }
      judgedBy = grounds
      let earlier = failures
      failures = Dictionary(
        refused.map { serial, rules in
          (serial, FailedKey(since: earlier[serial]?.since ?? record.time, rules: rules))
        }, uniquingKeysWith: { first, _ in first })
    default: break
    }
    return true
  }

  // MARK: - A look at the register

  /// What is to be done now.
  ///
  /// - Parameters:
  ///   - register: the records in effect.
  ///   - inUse: how many certificates in use rest on each device.
  mutating func look(_ register: [DeviceRecord], inUse: [String: Int], at now: Instant) -> [Step] {
    let records = Dictionary(register.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let ids = Set(inUse.keys).union(losses.keys).sorted()
    return ids.compactMap { id in
      let loss = records[id].map { $0.loss(at: now) } ?? .removed
      guard let loss else { return losses[id] == nil ? nil : .recordReturn(device: id) }
      guard losses[id] == nil, let count = inUse[id], count > 0 else { return nil }
      return .recordLoss(device: id, loss, certificates: count)
    } + register.sorted { $0.id < $1.id }.compactMap { warning($0, at: now) }
  }

  private mutating func warning(_ record: DeviceRecord, at now: Instant) -> Step? {
    guard record.loss(at: now) == nil,
      let days = DeviceWatch.warningDays.first(where: { record.secondsLeft(at: now) <= $0 * 86_400 })
    else { return nil }
    let expires = record.certificate.expires
    if let last = warned[record.id], last.expires == expires, last.days <= days { return nil }
    let warning = Warning(device: record.id, days: days, expires: expires)
    warned[record.id] = warning
    return .warn(warning)
  }

  /// Takes the record of the configuration that was in effect when the last run ended.
  mutating func restore(configuration record: SealedRecord) {
    earlierFiles = Set(record.blobAddresses)
    earlierAppraisal = record.value?["appraisal"]?.text.flatMap { Digest(sha256: $0) }
  }

  /// Why the keys in use must be appraised again: something else is in effect than what they are judged by. Nil where they
  /// need not be.
  mutating func reasonToAppraise(by grounds: Grounds, inUse: [String: Int]) -> String? {
    let granted = Grounds(register: grounds.register, appraisal: earlierAppraisal)
    let before = judgedBy ?? (earlierFiles.contains(grounds.register) ? granted : nil)
    guard before != grounds, !inUse.isEmpty else {
      judgedBy = grounds
      return nil
    }
    return before?.register == grounds.register
      ? "other anchors or advisories are in effect" : "another register of devices is in effect"
  }

  // MARK: - The work list

  /// Why and by when a certificate in use must be revoked; nil where it need not be.
  func due(_ entry: CertificateEntry, hours: Int64) -> RevocationDue? {
    let loss = entry.device.flatMap { losses[$0] }
    let failure = failures[entry.serial]
    let cause: RevocationDue.Cause
    let since: Instant
    switch (loss, failure) {
    case (nil, nil): return nil
    case (let loss?, let failure?):
      (cause, since) = (.lost(loss.loss), min(loss.at, failure.since))
    case (let loss?, nil): (cause, since) = (.lost(loss.loss), loss.at)
    case (nil, let failure?): (cause, since) = (.refused(failure.rules), failure.since)
    }
    let seconds = hours.multipliedReportingOverflow(by: 3600)
    return RevocationDue(
      entry: entry, cause: cause, since: since,
      due: since.adding(seconds: seconds.overflow ? .max : seconds.partialValue))
  }
}
