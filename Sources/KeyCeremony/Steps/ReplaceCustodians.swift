internal import Cryptography
internal import DER
internal import Documents
internal import Evidence
internal import TokenPool

/// Gives a backup to other custodians: the key is wrapped anew under another wrapping key.
///
/// New shares of the same wrapping key would leave the old ones good for ever: whoever kept enough of them could open every
/// copy of the file. Under another key they open nothing but old copies, which are accounted for.
struct ReplaceCustodians: CeremonyStep {
  static let verb = "replace-custodians"

  let head: StepHead
  let wrappedFile: String
  let publicKey: PublicKeySource
  let old: ShareCustody
  let new: ShareCustody
  let officer: PINChoice?
  let output: String

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    wrappedFile = try fields.required("wrapped", as: .line)
    publicKey = try PublicKeySource(&fields)
    old = try fields.required(
      "old", as: .object { fields throws(DocumentError) in try ShareCustody(collecting: &fields) })
    new = try fields.required("new", as: .object { fields throws(DocumentError) in try ShareCustody(giving: &fields) })
    officer = try fields.optional("security-officer", as: PINChoice.shape)
    output = try fields.required("output", as: .wrappedFile)
  }

  private var passing: String { "passing-\(id)" }
  private var passingID: [UInt8] { Array(Hash.digest(Array(passing.utf8)).bytes.prefix(16)) }

  var plan: [PlanLine] {
    [
      PlanLine("open", "\(wrappedFile), by the old shares"), PlanLine("must be", "the key of \(publicKey.name)"),
      PlanLine("wrap", "anew under another wrapping key; the old shares open old copies alone"),
    ] + old.custodians.map { PlanLine("old share of", $0) } + new.plan + [PlanLine("write", output)]
  }

  func check(_ check: inout ScriptCheck) {
    old.check(&check, writes: false, "old.custodians")
    new.check(&check, writes: true, "new.custodians")
    check.requirePINs("security-officer", officer)
    check.claimOutput("output.wrapped", output)
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let spki = try publicKey.spki(in: room)
    let (opening, closing) = (TransitKey(of: self, "open"), TransitKey(of: self))
    var members = new.json
    members["oldCustodians"] = .array(old.custodians.map(JSONValue.string))
    members["publicKey"] = .string(Base64.encode(spki))
    members["spkiSHA256"] = .string(Hash.digest(spki).hex)
    members["passingLabel"] = .string(passing)
    try await room.note(.custodyIntent, members.merging(closing.json, uniquingKeysWith: { kept, _ in kept }))
    try room.intentIsOnRecord(
      mayMake: [opening.remnant, closing.remnant, Remnant(.key, passing), Remnant(.file, room.path(output))])

    let before = try FilePath.read(room.path(wrappedFile))
    let oldSecret = try await old.collect(in: room)
    let (label, id) = (passing, passingID)
    let (passed, _) = try await opening.with(oldSecret, officer, in: room) { pool, key async throws(TokenPoolError) in
      try await pool.unwrapKey(before, spki: spki, under: key, label: label, id: id, protection: .underTrustedWrapping)
    }
    let identity = passed.pair.identity
    let rewrapped = try await wrap(identity, closing, in: room)
    try room.performed(making: [])
    members.merge(rewrapped.key.json) { kept, _ in kept }
    members["set"] = .integer(Int64(try await new.give(rewrapped.secret, in: room)))
    members["proof"] = passed.proof.json
    members["replacedSHA256"] = .string(Hash.digest(before).hex)
    members["wrappedSHA256"] = .string(Hash.digest(rewrapped.wrapped).hex)
    members["path"] = .string(room.path(output))
    members["notProven"] = .array([
      .string("that no copy of the old file is kept with enough of the old shares, which open it still")
    ])
    try await room.output(output, wrapped: rewrapped.wrapped)
    try await room.note(.backupMade, members)
    room.say("the old shares open nothing but copies of \(wrappedFile): destroy both, and say so")
    try await room.done()
  }

  /// What passed over the token is destroyed, new shares of the interrupted run are void, and all begins anew.
  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await TransitKey(of: self, "open").remove(from: room)
    try await TransitKey(of: self).remove(from: room)
    let (label, id, spki) = (passing, passingID, try publicKey.spki(in: room))
    let left = try await room.token.withPool { pool async throws(TokenPoolError) in
      try await pool.removeRestored(label: label, id: id, spki: spki)
    }
    if left > 0 { room.say("the interrupted run left the key \(label) on the token: it is destroyed") }
    if let made = evidence.last(.backupMade), let file = try room.unaltered(output, made["wrappedSHA256"]?.text) {
      try room.intentIsOnRecord(mayMake: [])
      try room.performed(making: [])
      try await room.output(output, file)
      return try await room.done()
    }
    try await room.voidShares(of: evidence, outputs: [output])
    try await perform(in: room)
  }

  /// Wraps the passing key under a new wrapping key, and destroys it whatever happens.
  private func wrap(
    _ identity: KeyIdentity, _ closing: TransitKey, in room: isolated CeremonyRoom
  ) async throws(CeremonyError) -> (secret: KeptSecret, wrapped: [UInt8], key: BackupKey) {
    let result: Result<(KeptSecret, [UInt8], BackupKey), CeremonyError>
    do throws(CeremonyError) {
      let secret = try await room.token.withPool { pool async throws(TokenPoolError) in
        try await pool.secretRandom(count: 32)
      }
      let (wrapped, key) = try await closing.with(secret, officer, in: room) { pool, key async throws(TokenPoolError) in
        try await pool.wrapKey(identity, under: key)
      }
      result = .success((secret, wrapped, key))
    } catch { result = .failure(error) }
    let gone = try await room.token.withPool { pool async throws(TokenPoolError) in
      try await pool.destroyKeyPair(identity)
    }
    guard gone.isComplete else {
      throw CeremonyError(.token, "the passing key \(passing) is still on the token", hint: "carry on with 'resume'")
    }
    return try result.get()
  }
}
