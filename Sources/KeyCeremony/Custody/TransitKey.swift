internal import Cryptography
internal import Documents
internal import Evidence
internal import Glibc
internal import SecretSharing
internal import TokenPool

/// The wrapping key of one step while it is on a token: its name is the step's, so that an interruption leaves nothing unnamed.
struct TransitKey: Sendable {
  let label: String

  init(ofStep id: String, _ part: String = "wrap") { label = "transit-\(part)-\(id)" }

  init(of step: some CeremonyStep, _ part: String = "wrap") { self.init(ofStep: step.id, part) }

  /// At most 32 bytes, as some modules want.
  var ckaID: [UInt8] { Array(Hash.digest(Array(label.utf8)).bytes.prefix(16)) }

  var remnant: Remnant { Remnant(.key, label) }

  var json: [String: JSONValue] {
    ["wrappingKeyLabel": .string(label), "wrappingKeyWasInMemory": .bool(true)]
  }

  /// Puts the key on the present step's token, works with it, and takes it off again whatever happens.
  func with<Value: Sendable>(
    _ secret: KeptSecret, _ officer: PINChoice?, in room: isolated CeremonyRoom,
    _ body: @escaping @Sendable (TokenPool, BackupKey) async throws(TokenPoolError) -> Value
  ) async throws(CeremonyError) -> (Value, BackupKey) {
    var source: TokenPool.PINSource?
    if let officer { source = try await room.pinSource(officer, "officer-pin", "PIN of the security officer") }
    let (label, id, given) = (label, ckaID, source)
    return try await room.token.withPool { pool async throws(TokenPoolError) in
      let key = try await pool.importBackupKey(secret, label: label, id: id, officer: given)
      let value: Value
      do throws(TokenPoolError) { value = try await body(pool, key) } catch {
        _ = try await pool.destroyBackupKey(label: label, id: id)
        throw error
      }
      _ = try await pool.destroyBackupKey(label: label, id: id)
      return (value, key)
    }
  }

  /// Takes off what an interrupted run left.
  func remove(from room: isolated CeremonyRoom) async throws(CeremonyError) {
    let (label, id) = (label, ckaID)
    let count = try await room.token.withPool { pool async throws(TokenPoolError) in
      try await pool.destroyBackupKey(label: label, id: id)
    }
    if count > 0 { room.say("the interrupted run left the wrapping key \(label) on the token: it is destroyed") }
  }
}

extension BackupKey {
  /// What the report says of the wrapping key: whether it was trusted, and whether the token kept it from others.
  var json: [String: JSONValue] {
    [
      "wrappingKeyLabel": .string(label), "wrappingKeyWasInMemory": .bool(true),
      "wrappingKeyTrusted": .string(trusted.rawValue), "wrappingKeyPrivate": .bool(isPrivate),
    ]
  }
}

extension ShareCustody {
  /// For new shares: who gets one, how many give the key, and whose medium takes it.
  init(giving fields: inout Fields) throws(DocumentError) {
    custodians = try fields.required("custodians", as: .list(of: .identifier, count: 1...16))
    threshold = Int(try fields.required("threshold", as: .integer(in: 1...16)))
    media = try fields.optional("write-shares-to", as: .map(of: .line)) ?? [:]
    guard threshold <= custodians.count, threshold > 1 || custodians.count == 1 else {
      throw fields.error("threshold", "must be 2 to \(custodians.count), or 1 of 1, is \(threshold)")
    }
    try requireOnce(&fields, media: "write-shares-to")
  }

  /// For shares that come in: who enters theirs.
  init(collecting fields: inout Fields, _ member: String = "custodians") throws(DocumentError) {
    custodians = try fields.required(member, as: .list(of: .identifier, count: 1...16))
    threshold = custodians.count
    media = try fields.optional("read-shares-from", as: .map(of: .line)) ?? [:]
    try requireOnce(&fields, media: "read-shares-from")
  }

  private func requireOnce(_ fields: inout Fields, media member: String) throws(DocumentError) {
    guard Set(custodians).count == custodians.count else { throw fields.error("custodians", "names somebody twice") }
    if let stranger = media.keys.sorted().first(where: { !custodians.contains($0) }) {
      throw fields.error(member, "\"\(stranger)\" is none of the custodians")
    }
    guard Set(media.values).count == media.count else { throw fields.error(member, "names a file twice") }
  }

  func check(_ check: inout ScriptCheck, writes: Bool, _ member: String = "custodians") {
    check.requirePeople(member, custodians)
    for (custodian, path) in media.sorted(by: { $0.key < $1.key }) {
      if writes { check.claimOutput("write-shares-to.\(custodian)", path) }
    }
  }
}

extension JSONValue {
  var wholeNumber: Int64? { if case .integer(let number) = self { number } else { nil } }
}

extension CeremonyRoom {
  /// Whether an earlier step of this script makes a key with the label, so that it need not be there yet.
  func isMade(label: String, before step: some CeremonyStep) -> Bool {
    script.steps.prefix { $0.id != step.id }.contains {
      ($0 as? GenerateKey)?.label == label || ($0 as? RestoreKey)?.restoration.label == label
    }
  }

  /// The file of an interrupted run, where it is the one on record.
  func unaltered(_ name: String, _ digest: String?) throws(CeremonyError) -> [UInt8]? {
    guard let digest, FilePath.exists(path(name)) else { return nil }
    let content = try FilePath.read(path(name))
    return Hash.digest(content).hex == digest ? content : nil
  }

  /// Writes a wrapped key. Unlike other outputs it comes out otherwise when it is made anew, so its digest is on record first.
  func output(_ name: String, wrapped: [UInt8]) async throws(CeremonyError) {
    try await note(
      .wrappedIntent, ["path": .string(path(name)), "contentSHA256": .string(Hash.digest(wrapped).hex)])
    try await output(name, wrapped)
  }

  /// Says that the shares of an interrupted run open nothing, and takes away what the run wrote itself.
  func voidShares(of evidence: StepEvidence, outputs: [String]) async throws(CeremonyError) {
    let given = evidence.all(.shareIntent)
    let sets = Set(given.compactMap { $0["set"]?.wholeNumber }).sorted()
    guard !sets.isEmpty else { return }
    for one in given {
      guard let path = one["path"]?.text, FilePath.exists(path) else { continue }
      // Only what the run itself wrote: another file under this name is somebody's.
      guard let set = try? MnemonicShare(try ShareFile.read(path)).header.identifier,
        Int64(set) == one["set"]?.wholeNumber
      else { continue }
      unlink(path)
      say("void share removed: \(path)")
    }
    for name in outputs {
      let written = evidence.all(.wrappedIntent).last { $0["path"]?.text == path(name) }
      guard try unaltered(name, written?["contentSHA256"]?.text) != nil else { continue }
      unlink(path(name))
      say("void backup removed: \(path(name))")
    }
    try await note(.sharesVoid, ["sets": .array(sets.map(JSONValue.integer))])
    for set in sets { say("the shares of set \(set) open nothing: their holders destroy them") }
  }
}
