internal import Cryptography
internal import Documents
internal import Evidence
internal import TokenPool

/// Backs a key up under dual control (EN 319 411-1 GEN-6.5.2-04 to -09): wrapped under a key whose shares custodians hold, or
/// by the device's own means, of which the ceremony captures the evidence.
struct Backup: CeremonyStep {
  static let verb = "backup"

  enum Method: Sendable {
    case shares(ShareCustody, officer: PINChoice?, wrapped: String)
    /// What people state, and files by their digest.
    case device(statements: [String], files: [String])
  }

  private enum MethodName: String, CaseIterable { case device, shares }

  let head: StepHead
  /// CKA_LABEL of the key.
  let label: String
  let method: Method

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    label = try fields.required("key", as: .tokenLabel)
    let name: MethodName = try fields.required("method", as: .choice)
    switch name {
    case .shares:
      method = .shares(
        try ShareCustody(giving: &fields), officer: try fields.optional("security-officer", as: PINChoice.shape),
        wrapped: try fields.required("output", as: .wrappedFile))
    case .device:
      method = .device(
        statements: try fields.required("statements", as: .list(of: .line, count: 1...12)),
        files: try fields.optional("files", as: .list(of: .line, count: 1...32)) ?? [])
    }
  }

  var plan: [PlanLine] {
    switch method {
    case .shares(let custody, let officer, let wrapped):
      [
        PlanLine("back up", "the key \(label), wrapped under a new key of 256 bits"),
        PlanLine("wrapping key", "in this machine's memory while it is split, then wiped"),
        PlanLine(
          "trusted", officer.map { "by the security officer, PIN \($0.title)" } ?? "no: nobody marks it as trusted"),
      ] + custody.plan + [PlanLine("write", wrapped)]
    case .device(let statements, let files):
      [PlanLine("back up", "the key \(label), by the device's own means")]
        + statements.map { PlanLine("state", $0) } + files.map { PlanLine("evidence", $0) }
    }
  }

  func check(_ check: inout ScriptCheck) {
    guard case .shares(let custody, let officer, let wrapped) = method else { return }
    custody.check(&check, writes: true)
    check.requirePINs("security-officer", officer)
    check.claimOutput("output.wrapped", wrapped)
  }

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    guard !room.isMade(label: label, before: self) else { return }
    _ = try await room.token.keyPair(label: label)
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let pair = try await room.token.keyPair(label: label)
    switch method {
    case .shares(let custody, let officer, let wrapped):
      try await backUp(pair, custody, officer, wrapped, in: room)
    case .device(let statements, let files):
      try await capture(pair, statements, files, in: room)
    }
  }

  /// Shares of a run that did not come to its end open nothing: they are void, and all begins anew.
  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    guard case .shares(_, _, let wrapped) = method else { return try await perform(in: room) }
    let transit = TransitKey(of: self)
    try await transit.remove(from: room)
    if let made = evidence.last(.backupMade), let file = try room.unaltered(wrapped, made["wrappedSHA256"]?.text) {
      try room.intentIsOnRecord(mayMake: [])
      try room.performed(making: [])
      try await room.output(wrapped, file)
      return try await room.done()
    }
    try await room.voidShares(of: evidence, outputs: [wrapped])
    try await perform(in: room)
  }

  private func backUp(
    _ pair: CeremonyKeyPair, _ custody: ShareCustody, _ officer: PINChoice?, _ file: String,
    in room: isolated CeremonyRoom
  ) async throws(CeremonyError) {
    let transit = TransitKey(of: self)
    var members = custody.json
    members["label"] = .string(label)
    members["spkiSHA256"] = .string(pair.identity.spkiSHA256.hex)
    try await room.note(.custodyIntent, members.merging(transit.json, uniquingKeysWith: { old, _ in old }))
    try room.intentIsOnRecord(mayMake: [transit.remnant, Remnant(.file, room.path(file))])
    let secret = try await room.token.withPool { pool async throws(TokenPoolError) in
      try await pool.secretRandom(count: 32)
    }
    let identity = pair.identity
    let (wrapped, key) = try await transit.with(secret, officer, in: room) { pool, key async throws(TokenPoolError) in
      try await pool.wrapKey(identity, under: key)
    }
    try room.performed(making: [])
    members.merge(key.json) { old, _ in old }
    members["set"] = .integer(Int64(try await custody.give(secret, in: room)))
    members["wrappedSHA256"] = .string(Hash.digest(wrapped).hex)
    members["path"] = .string(room.path(file))
    try await room.output(file, wrapped: wrapped)
    try await room.note(.backupMade, members)
    room.say("SHA-256 of the wrapped key")
    room.say("  \(Hash.digest(wrapped).hex)")
    room.say(
      "the wrapping key is off the token and wiped; \(custody.threshold) shares of \(custody.custodians.count) give it")
    try await room.done()
  }

  private func capture(
    _ pair: CeremonyKeyPair, _ statements: [String], _ files: [String], in room: isolated CeremonyRoom
  ) async throws(CeremonyError) {
    var members: [String: JSONValue] = [
      "method": .string("device"), "label": .string(label), "spkiSHA256": .string(pair.identity.spkiSHA256.hex),
    ]
    var stated: [JSONValue] = []
    for (index, statement) in statements.enumerated() {
      let question = Question("statement-\(index + 1)", "Type yes where it is so", aloud: [statement], .word("yes"))
      stated.append(.object(["statement": .string(statement), "answer": .string(try await room.ask(question))]))
    }
    members["statements"] = .array(stated)
    var evidence: [JSONValue] = []
    for file in files {
      let reading = try DigestReading(room.path(file))
      for line in reading.aloud { room.say(line) }
      evidence.append(.object(reading.json))
    }
    members["evidence"] = .array(evidence)
    try await room.witnessed(members)
  }
}

extension FieldShape where Value == String {
  static var wrappedFile: FieldShape {
    .object { fields throws(DocumentError) in try fields.required("wrapped", as: .line) }
  }
}
