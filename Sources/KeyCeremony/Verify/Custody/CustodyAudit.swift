internal import Evidence
internal import Records
internal import TokenPool

/// One ceremony's records as the custody of its keys is judged by.
struct CustodyRecords {
  let script: Script
  let traces: [StepTrace]
  /// What each token of the script was, by its id.
  let tokens: [String: String]

  init(_ script: Script, _ traces: [StepTrace], bodies: [JSONValue], kinds: [RecordKind]) {
    self.script = script
    self.traces = traces
    var tokens: [String: String] = [:]
    for (kind, body) in zip(kinds, bodies) where kind == .tokenOpened {
      guard let id = body["id"]?.text, let token = body["token"] else { continue }
      tokens[id] = "\(token["label"]?.text ?? id) (serial \(token["serial"]?.text ?? "?"))"
    }
    self.tokens = tokens
  }
}

/// Whether what is on record of keys, backups, shares, inventories and destructions agrees: with itself, with the script,
/// and with earlier ceremonies, as far as their transcripts were handed over.
///
/// The ceremonies are read in their order, and only the last one is judged: what stands before it tells where keys, files
/// and shares come from.
struct CustodyAudit {
  private(set) var findings: [AuditFinding] = []
  /// What a reader could take for shown and is not.
  private(set) var notProven: [String] = []
  /// By the SHA-256 of the SubjectPublicKeyInfo.
  var keys: [String: KnownKey] = [:]
  var backups: [KnownBackup] = []
  var tokens: [String: TokenKeys] = [:]
  /// Of the present step.
  var shares = StepShares()
  private(set) var script: Script
  /// Keys that the judged ceremony destroyed.
  var gone: Set<String> = []
  private(set) var isJudged = false
  private var tokenNames: [String: String] = [:]
  private var record: Int64 = 0

  /// - Parameter earlier: in their order; they are judged elsewhere.
  init(_ judged: CustodyRecords, after earlier: [CustodyRecords] = []) {
    script = judged.script
    for one in earlier { read(one) }
    isJudged = true
    read(judged)
    examineCopiesOnTokens()
  }

  private mutating func read(_ ceremony: CustodyRecords) {
    (script, tokenNames) = (ceremony.script, ceremony.tokens)
    // What else happened between two ceremonies nobody here knows: lists are compared within one.
    tokens = tokens.mapValues { TokenKeys(live: $0.live, destroyed: $0.destroyed) }
    for trace in ceremony.traces { read(trace) }
  }

  private mutating func read(_ trace: StepTrace) {
    shares = StepShares(step: "\(script.sha256.hex)/\(trace.step.id)")
    let token = token(of: trace.step)
    for (sealed, body, _) in trace.lines {
      record = sealed.sequence
      switch sealed.kind {
      case .stepStarted: shares.begin()
      case .keyGenerated: made(body, on: token)
      case .wrappingKeyGenerated: wrappingKeyMade(body, trace.step, on: token)
      case .keyRestored: restored(body, trace, on: token, stays: true)
      case .restoreRehearsed: restored(body, trace, on: token, stays: false)
      case .shareGiven: shares.given.append(KnownShare(body))
      case .shareEntered: shares.entered.append(KnownShare(body))
      case .sharesVoid: void((body["sets"]?.elements ?? []).compactMap(\.wholeNumber))
      case .backupMade: backedUp(body, trace, on: token)
      case .witnessed: backedUpByDevice(body, trace.step, on: token)
      case .intent: used(body["key"]?["spkiSHA256"]?.text, "signs", on: token)
      case .keyAttested: used(body["spkiSHA256"]?.text, "is attested", on: token)
      case .custodyIntent: destroying(body, trace, on: token)
      case .inventoryTaken: listed(body, on: token)
      case .keyDestroyed: destroyed(body, trace, on: token)
      default: break
      }
    }
  }

  func token(of step: any CeremonyStep) -> String {
    let id = script.token(of: step).id
    return tokenNames[id] ?? id
  }

  /// Where the present record is, for findings that come later.
  var place: String { isJudged ? "record \(record)" : "record \(record) of \"\(script.name)\"" }

  mutating func error(_ what: String, _ advice: String? = nil) {
    guard isJudged else { return }
    findings.append(AuditFinding(severity: .error, record: record, what: what, advice: advice))
  }

  /// Something that the records do not show, and that is not wrong by itself.
  mutating func unproven(_ what: String, _ advice: String? = nil) {
    guard isJudged, !notProven.contains(what) else { return }
    notProven.append(what)
    findings.append(AuditFinding(severity: .notice, record: record, what: "not proven: \(what)", advice: advice))
  }

  /// A key must not be used on the token where it was destroyed.
  mutating func used(_ spki: String?, _ what: String, on token: String) {
    guard let spki, let place = tokens[token]?.destroyed[spki] else { return }
    error(
      "the key \(keys[spki]?.label ?? spki) \(what) after its destruction on the token \(token) (\(place))",
      "a copy of it was there")
  }

  /// A backup of an interrupted run whose file was not whole any more: it is none, and replaces none.
  private mutating func void(_ sets: [Int64]) {
    shares.voided.formUnion(sets)
    backups.removeAll { $0.step == shares.step && $0.set.map(sets.contains) == true }
    for index in backups.indices where backups[index].replacedBy == shares.step { backups[index].replacedBy = nil }
  }

  static let bringEarlier = "name the transcript of that ceremony: '--earlier FILE'"
}

/// A key that was generated or restored on record.
struct KnownKey {
  let label: String
  /// Nil where it was not generated on record, but came out of a backup.
  var generated: String?
  /// SubjectPublicKeyInfo.
  let spki: [UInt8]
}

/// A backup on record.
struct KnownBackup {
  let spki: String
  /// Nil for one by the device's own means.
  let wrappedSHA256: String?
  let file: String
  let set: Int64?
  /// Who got which share.
  let shares: [KnownShare]
  let place: String
  let step: String
  /// The step that gave other custodians another one in its place.
  var replacedBy: String?
}

/// A share as the records name it.
struct KnownShare: Hashable {
  let custodian: String
  let set: Int64?
  let number: Int64?
  let needed: Int64?
  /// What else stands in clear at the beginning of each share (SLIP-0039).
  let isExtendable: JSONValue?
  let iterationExponent: JSONValue?

  init(_ body: JSONValue) {
    custodian = body["custodian"]?.text ?? "?"
    set = body["set"]?.wholeNumber
    number = body["share"]?.wholeNumber
    needed = body["needed"]?.wholeNumber
    isExtendable = body["extendable"]
    iterationExponent = body["iterationExponent"]
  }
}

/// What one step gave out and took in.
struct StepShares {
  /// With the script's digest, so that steps of several ceremonies are told apart.
  let step: String
  var given: [KnownShare] = []
  var voided: Set<Int64> = []
  var entered: [KnownShare] = []
  private var before: [KnownShare] = []

  init(step: String = "") { self.step = step }

  /// Another run of the step: it asks for all shares again, or for none where the key was there already.
  mutating func begin() {
    if !entered.isEmpty { before = entered }
    entered = []
  }

  /// Those that the key was opened with.
  var opening: [KnownShare] { entered.isEmpty ? before : entered }
}

/// What is on a token by the records.
struct TokenKeys {
  struct Half {
    let label: String
    let ckaID: String
    let protection: KeyProtection
  }

  /// By public key: keys that were made or restored here and are not destroyed.
  var live: [String: Half] = [:]
  /// By public key: where they were destroyed.
  var destroyed: [String: String] = [:]
  /// As it must be listed next; nil before the first list.
  var objects: [ListedObject]?
  /// Made since that list.
  var made: [(spki: String?, halves: [ListedHalf])] = []
}
