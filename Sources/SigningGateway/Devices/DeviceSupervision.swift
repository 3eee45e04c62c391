internal import Applications
internal import Assembly
internal import Cryptography
internal import Documents
internal import Evidence
internal import Records

/// Watches the devices that certified keys rest on: imports, loss of status, the work list, ends of certifications, and
/// appraising keys again.
///
/// `DeviceWatch` decides; this asks the store, writes records and says lines. What comes at once is done in turn.
actor DeviceSupervision {
  /// Hours between a loss on record and the end of the time to revoke (EN 319 411-1 REV-6.2.4-03A).
  static let usualHours: Int64 = 24

  nonisolated let register: DeviceRegister
  /// The anchors and advisories that keys are appraised with.
  nonisolated let appraisal: Digest
  private let changes: ChangeControl
  private let journal: Journal
  private let facts: ServiceFacts
  private let reappraiser: Reappraiser
  private let hours: Int64
  private let log: OperatorLog?
  private let clock: @Sendable () -> Instant

  private var watch = DeviceWatch()
  private var lastTurn: Task<Void, Never>?
  private var run = ReappraisalRun()
  private var runner: Task<Void, Never>?
  private var saidOverdue = 0

  init(
    register: DeviceRegister, changes: ChangeControl, journal: Journal, facts: ServiceFacts, reappraiser: Reappraiser,
    hours: Int64, log: OperatorLog?, clock: @escaping @Sendable () -> Instant
  ) {
    self.register = register
    self.changes = changes
    self.journal = journal
    self.facts = facts
    self.reappraiser = reappraiser
    appraisal = reappraiser.appraisal.digest
    self.hours = hours
    self.log = log
    self.clock = clock
  }

  private var store: any RecordStore { journal.store }

  // MARK: - From the start on

  /// Learns from the records what earlier runs knew. Call it once, after the change control has learnt and before it is told
  /// of this run's configuration.
  func restore() async throws(JournalError) {
    let loaded = try await store.records(of: [.configurationLoaded])
    let effective = changes.inEffect(.configuration)?.digest.hex
    let last = effective == nil ? loaded.last : loaded.last { $0.value?["configuration"]?.text == effective }
    if let last { watch.restore(configuration: last) }
    for record in try await store.records(of: DeviceWatch.kinds) { try take(record) }
  }

  /// Makes the last import ready to take effect, and looks at the devices for the first time. Call it once the
  /// configuration is staged.
  func begin() async throws(JournalError) {
    if let proposal = watch.proposal, changes.inEffect(.devices)?.digest != proposal.digest {
      _ = try await changes.stage(.devices, proposal.digest)
    }
    await look()
  }

  /// Looks at the register in effect and at the time: call it at the start, whenever something took effect, and every
  /// minute. Writes what was lost and what is back, warns of ends, and appraises the keys again where register, anchors or
  /// advisories are others than they were appraised by.
  ///
  /// Does nothing under a configuration that nobody approved: its register is in effect for nothing.
  func look() async {
    let earlier = lastTurn
    let turn = Task {
      await earlier?.value
      await self.lookOnce()
    }
    lastTurn = turn
    await turn.value
  }

  private func lookOnce() async {
    guard changes.approval(of: facts.configuration) != nil else { return }
    do throws(JournalError) {
      let inEffect = try await register.inEffect()
      let now = clock()
      let inUse = try await store.certifiedDevices(at: now)
      for step in watch.look(inEffect.document.records, inUse: inUse, at: now) {
        try await carryOut(step, inEffect)
      }
      let grounds = DeviceWatch.Grounds(register: inEffect.identity, appraisal: appraisal)
      if let reason = watch.reasonToAppraise(by: grounds, inUse: inUse), run.wanted != inEffect.identity {
        begin(reason, inEffect.identity)
      }
      let overdue = try await workList().count { $0.isOverdue(at: now) }
      if overdue > saidOverdue { log?.say("device-revocations-overdue", ["overdue": String(overdue)]) }
      saidOverdue = overdue
    } catch {
      log?.say("devices-not-watched", ["reason": error.description])
    }
  }

  private func carryOut(_ step: DeviceWatch.Step, _ inEffect: DeviceRegister.InEffect) async throws(JournalError) {
    switch step {
    case .recordLoss(let device, let loss, let certificates):
      let body = LostDevice.body(device, loss, certificates: certificates, register: inEffect.identity)
      try take(try await journal.note(.deviceLost, body))
      log?.say(
        "device-lost",
        ["device": device, "loss": loss.rawValue, "revoke": String(certificates), "within-hours": String(hours)])
    case .recordReturn(let device):
      let body = JSONValue.object(["device": .string(device), "register": .string(inEffect.identity.hex)])
      try take(try await journal.note(.deviceRegained, body))
      log?.say("device-regained", ["device": device])
    case .warn(let warning):
      log?.say(
        "device-certification-ends",
        ["device": warning.device, "within-days": String(warning.days), "ends": warning.expires.description])
    }
  }

  private func take(_ record: SealedRecord) throws(JournalError) {
    guard watch.restore(record) else {
      throw .unreadable("record \(record.sequence), \(record.kind.rawValue), is not as this version writes it")
    }
  }

  // MARK: - Imports

  struct Import: Sendable {
    enum Outcome: Sendable {
      /// It says what the register in effect says; nothing was recorded.
      case identical
      /// The same document was proposed last.
      case known
      case proposed
    }

    let outcome: Outcome
    let digest: Digest
    let difference: DeviceDiff
  }

  /// Records a register as proposed, and makes it ready to take effect. Its digest is over the bytes as they came.
  func propose(_ content: [UInt8], by proposer: Operator) async throws(GatewayError) -> Import {
    let document: DeviceDocument
    do { document = try DeviceDocument(yaml: content) } catch {
      throw .malformed(field: "$.document", problem: error.description)
    }
    if let (field, problem) = DeviceRegister.problem(in: document, demo: facts.demo) {
      throw .malformed(field: "$.document", problem: "\(field): \(problem)")
    }
    let blob = Blob(content)
    do throws(JournalError) {
      let difference = DeviceDiff(from: try await register.inEffect().document, to: document)
      func answer(_ outcome: Import.Outcome) -> Import {
        Import(outcome: outcome, digest: blob.address, difference: difference)
      }
      guard !difference.isEmpty else { return answer(.identical) }
      guard watch.proposal?.digest != blob.address else {
        _ = try await changes.stage(.devices, blob.address)
        return answer(.known)
      }
      try take(
        try await journal.note(
          .devicesProposed, DeviceProposal.body(digest: blob.address, proposer: proposer, difference: difference),
          blobs: [blob]))
      log?.say("devices-proposed", ["digest": blob.address.hex, "operator": proposer.id])
      // It may have been approved before, by operators who had the document from elsewhere.
      _ = try await changes.stage(.devices, blob.address)
      return answer(.proposed)
    } catch {
      throw GatewayError(error)
    }
  }

  var proposal: DeviceProposal? { watch.proposal }

  // MARK: - The work list

  /// Certificates at a time from the store.
  private static let page = 500

  /// Every certificate that must be revoked and is not yet, the first due first. Computed from records and registers.
  func workList() async throws(JournalError) -> [RevocationDue] {
    let now = clock()
    var found: [SerialNumber: RevocationDue] = [:]
    for device in watch.losses.keys {
      var last: SerialNumber?
      repeat {
        let page = try await store.certificates(
          ofDevice: device, at: now, after: last, limit: DeviceSupervision.page)
        for entry in page { found[entry.serial] = watch.due(entry, hours: hours) }
        last = page.last?.serial
      } while last != nil
    }
    for serial in watch.failures.keys where found[serial] == nil {
      guard let entry = try await inUse(serial, at: now) else { continue }
      found[serial] = watch.due(entry, hours: hours)
    }
    return found.values.sorted { ($0.due, $0.entry.serial.hex) < ($1.due, $1.entry.serial.hex) }
  }

  private func inUse(_ serial: SerialNumber, at now: Instant) async throws(JournalError) -> CertificateEntry? {
    var found = try await store.certificate(serial, isPrecertificate: false)
    if found == nil { found = try await store.certificate(serial, isPrecertificate: true) }
    guard let found, found.revocation == nil, let end = found.entry.notAfter, end >= Instant(seconds: now.seconds)
    else { return nil }
    return found.entry
  }

  /// Devices that lost their status, on record.
  var losses: [String: LostDevice] { watch.losses }

  // MARK: - Appraising keys again

  /// Starts an appraisal of all keys in the background; where one runs, that one is meant.
  func reappraise(_ reason: String) async throws(JournalError) -> ReappraisalRun {
    let identity = try await register.inEffect().identity
    if !run.isRunning { begin(reason, identity) }
    return run
  }

  var reappraisal: ReappraisalRun { run }

  /// Returns when no appraisal runs.
  func reappraised() async {
    while let runner {
      await runner.value
      if self.runner == runner { self.runner = nil }
    }
  }

  private func begin(_ reason: String, _ identity: Digest) {
    let earlier = runner
    run.wanted = identity
    runner = Task {
      await earlier?.value
      await self.carryOutReappraisal(reason)
    }
    if !run.isRunning { run = ReappraisalRun(state: .running, reason: reason, startedAt: clock(), wanted: identity) }
  }

  private func carryOutReappraisal(_ reason: String) async {
    do throws(JournalError) {
      let inEffect = try await register.inEffect()
      let now = clock()
      run = ReappraisalRun(state: .running, reason: reason, startedAt: now, wanted: inEffect.identity)
      let result = try await judgeAll(inEffect, at: now)
      let report = Blob(result.report.canonicalBytes())
      let record = try await journal.note(
        .keysReappraised,
        ReappraisalRecord.body(result, appraisal: appraisal, reason: reason, report: report), blobs: [report])
      try take(record)
      run.state = .done
      run.result = result
      run.record = record.sequence
      log?.say(
        "keys-reappraised",
        [
          "keys": String(result.keys), "refused": String(result.refused.count),
          "changed": String(result.changed.count),
        ])
    } catch {
      run.state = .failed(error.description)
      run.wanted = nil
      log?.say("keys-not-reappraised", ["reason": error.description])
    }
  }

  private func judgeAll(
    _ inEffect: DeviceRegister.InEffect, at now: Instant
  ) async throws(JournalError) -> ReappraisalResult {
    let devices = try await store.certifiedDevices(at: now)
    run.total = devices.values.reduce(0, +)
    var refused: [ReappraisedKey] = []
    var changed: [ReappraisedKey] = []
    for device in devices.keys.sorted() {
      var last: SerialNumber?
      repeat {
        let page = try await store.certificates(ofDevice: device, at: now, after: last, limit: DeviceSupervision.page)
        for entry in page {
          let key = try await reappraiser.judge(entry, devices: inEffect.document, at: now)
          if !key.findings.isEmpty { refused.append(key) }
          if key.findings.isEmpty == (watch.failures[entry.serial] != nil) { changed.append(key) }
          run.done += 1
          // Requests come first: a long appraisal must not hold a thread.
          await Task.yield()
        }
        last = page.last?.serial
      } while last != nil
    }
    return ReappraisalResult(
      register: inEffect.identity, at: now, keys: run.done, refused: refused, changed: changed)
  }
}

/// How far an appraisal of all keys is.
struct ReappraisalRun: Sendable {
  enum State: Sendable, Hashable {
    case none, running, done
    case failed(String)
  }

  var state = State.none
  var reason = ""
  var startedAt: Instant?
  var done = 0
  var total = 0
  var result: ReappraisalResult?
  /// The sequence of its record.
  var record: Int64?
  /// The register that it is, or was last, carried out for.
  var wanted: Digest?

  var isRunning: Bool { state == .running }
}
