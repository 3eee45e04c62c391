internal import Cryptography
internal import DER
internal import Evidence
internal import Records

/// Verifies what a ceremony left, offline and with public keys alone: a function of bytes.
struct Audit {
  let files: CeremonyFiles
  let script: Script
  let lines: [Transcript.Line]
  /// Bodies of `lines`, which the chain's check has read.
  let bodies: [JSONValue]
  let rehearsal: Bool
  /// With the keys that they signed with here.
  let people: People
  /// When the first run began.
  let started: Instant
  private(set) var findings: [AuditFinding] = []
  /// By this transcript alone; the report says what it does not show.
  private(set) var custody: CustodyAudit?

  static func verdict(on files: CeremonyFiles) -> AuditVerdict {
    switch examined(files) {
    case .readable(let report):
      var audit = report.audit
      audit.examineEarlier(report.traces)
      audit.examineFiles(report.traces)
      audit.examineBundle(report)
      audit.examineTimestamp()
      return audit.verdict
    case .unreadable(let verdict): return verdict
    }
  }

  /// What script and transcript show by themselves.
  enum Examined {
    case readable(CeremonyReport)
    /// There is nothing to report on.
    case unreadable(AuditVerdict)
  }

  static func examined(_ files: CeremonyFiles) -> Examined {
    let script: Script
    do throws(CeremonyError) { script = try Script(yaml: files.script) } catch {
      return .unreadable(
        unreadable("the script cannot be read: \(error.message)", "hand over the very file the ceremony ran with"))
    }
    let lines: [Transcript.Line]
    do throws(ChainFault) { lines = try Transcript.verified(files.transcript) } catch {
      return .unreadable(
        unreadable(
          "the transcript's chain is broken: found \(error.found), required \(error.required)",
          "the file was altered or cut: get the copy that was made in the room", record: error.record, script))
    }
    guard var audit = Audit(files, script, lines) else {
      return .unreadable(
        unreadable(
          "the transcript does not begin with the start of a ceremony of this script, with its people",
          "script and transcript must be of one ceremony", record: 1, script))
    }
    let traces = audit.examine()
    return .readable(CeremonyReport(audit: audit, traces: traces, verdict: audit.verdict))
  }

  private init?(_ files: CeremonyFiles, _ script: Script, _ lines: [Transcript.Line]) {
    let bodies = lines.compactMap(\.record.value)
    guard let first = lines.first, let header = bodies.first, bodies.count == lines.count,
      first.record.kind == .ceremonyStarted, header["script"]?["sha256"]?.text == script.sha256.hex,
      first.blobs.map(\.content) == [files.script], case .bool(let rehearsal)? = header["rehearsal"],
      header["demo"] == .bool(script.demo), header["ceremony"]?.text == script.name,
      header["kind"]?.text == script.kind.rawValue, header["purpose"]?.text == script.purpose,
      let started = header["now"]?.text.flatMap({ Instant($0) }),
      let people = People(header["people"], of: script, rehearsal: rehearsal)
    else { return nil }
    (self.files, self.script, self.lines, self.bodies) = (files, script, lines, bodies)
    (self.rehearsal, self.people, self.started) = (rehearsal, people, started)
  }

  private static func unreadable(
    _ what: String, _ advice: String, record: Int64? = nil, _ script: Script? = nil
  ) -> AuditVerdict {
    AuditVerdict(
      ceremony: script?.name ?? "?", nature: script?.demo == true ? .demonstration : .ceremony,
      script: script?.sha256.hex ?? "", records: 0, lastHash: "",
      findings: [AuditFinding(severity: .error, record: record, what: what, advice: advice)],
      isReadable: script != nil)
  }

  private var verdict: AuditVerdict {
    AuditVerdict(
      ceremony: script.name, nature: rehearsal ? .rehearsal : script.demo ? .demonstration : .ceremony,
      script: script.sha256.hex, records: lines.count, lastHash: lines.last?.record.hash.hex ?? "",
      findings: findings + (custody?.findings ?? []))
  }

  /// Judges custody again with what earlier ceremonies tell of keys, backups and shares.
  private mutating func examineEarlier(_ traces: [StepTrace]) {
    var before: [(start: Instant, records: CustodyRecords)] = []
    for transcript in files.earlier {
      guard let script = (try? Transcript.verified(transcript))?.first?.blobs.first?.content,
        case .readable(let report) = Audit.examined(CeremonyFiles(script: script, transcript: transcript))
      else {
        error("a transcript of an earlier ceremony cannot be read", nil, "its chain is broken, or it is no transcript")
        continue
      }
      if !report.verdict.isConsistent || report.audit.rehearsal != rehearsal
        || (report.script.demo && !self.script.demo)
      {
        error("what was handed over of an earlier ceremony does not count: \(report.verdict.title)", nil)
      }
      before.append((report.audit.started, report.audit.custodyRecords(report.traces)))
    }
    guard !before.isEmpty else { return }
    before.sort { $0.start < $1.start }
    custody = CustodyAudit(custodyRecords(traces), after: before.map(\.records))
  }

  private func custodyRecords(_ traces: [StepTrace]) -> CustodyRecords {
    CustodyRecords(script, traces, bodies: bodies, kinds: lines.map(\.record.kind))
  }

  private mutating func examine() -> [StepTrace] {
    let traces = walk()
    examineClock()
    for trace in traces { examineApprovals(trace) }
    examineClosing()
    let keys = examineKeys(traces)
    examineDeviceEvidence(traces)
    for trace in traces { examineSignatures(trace, keys) }
    examineWritten(traces)
    custody = CustodyAudit(custodyRecords(traces))
    if bodies.contains(where: { $0["answeredBySheet"] == .bool(true) }) {
      notice("questions were answered from a sheet, and not by people", nil, "no witness can be asked what was seen")
    }
    if Set(bodies.compactMap { $0["toolSHA256"]?.text }).count > 1 {
      notice("the runs of this ceremony were held with different builds of the tool", nil)
    }
    if people.all.isEmpty {
      notice("nobody signed anything: whoever holds the files could have written them", nil)
    }
    return traces
  }

  mutating func error(_ what: String, _ record: Int64?, _ advice: String? = nil) {
    findings.append(AuditFinding(severity: .error, record: record, what: what, advice: advice))
  }

  mutating func notice(_ what: String, _ record: Int64?, _ advice: String? = nil) {
    findings.append(AuditFinding(severity: .notice, record: record, what: what, advice: advice))
  }
}

extension People {
  /// The people by the first record of a transcript: the script's own, or, in a rehearsal, the same with other keys.
  fileprivate init?(_ recorded: JSONValue?, of script: Script, rehearsal: Bool) {
    guard let entries = recorded?.elements, entries.count == script.people.all.count else { return nil }
    var all: [Person] = []
    for (entry, person) in zip(entries, script.people.all) {
      var present = person
      if rehearsal {
        guard let key = entry["publicKey"]?.text.flatMap({ Base64.decode($0) }).flatMap({ try? PublicKey(spki: $0) })
        else { return nil }
        present = person.with(key: key, device: person.device)
      }
      guard present.json == entry else { return nil }
      all.append(present)
    }
    self.init(all)
  }
}
