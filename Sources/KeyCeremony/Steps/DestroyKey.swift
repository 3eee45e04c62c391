internal import Cryptography
internal import Documents
internal import Evidence
internal import TokenPool

/// Destroys keys at the end of their life, with all copies that are named (EN 319 411-1 GEN-6.5.3-06). What nobody can prove
/// goes on record as that.
struct DestroyKey: CeremonyStep {
  static let verb = "destroy-key"

  struct Key: Sendable {
    let label: String
    let publicKey: PublicKeySource
  }

  /// A copy that is not on the token: wrapped files, shares, the device's own backups.
  struct Copy: Sendable {
    enum Fate: String, CaseIterable, Sendable { case destroyed, kept, unknown }

    let what: String
    let place: String
    /// What the script expects; people say what is so.
    let expected: Fate
    /// Which copy on record it is, for whoever compares the records; nil where it is on none.
    let identity: Identity?
  }

  /// A copy by what the records of backups and restorations call it.
  enum Identity: Sendable, Hashable {
    /// The name of a wrapped file.
    case wrapped(String)
    /// A custodian's share; of one set, or all that they hold.
    case share(of: String, set: Int64?)
    /// The key itself on another token.
    case token(String)
  }

  static let before = "before the destruction"
  static let after = "after the destruction"

  let head: StepHead
  let keys: [Key]
  let copies: [Copy]

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    keys = try fields.required(
      "keys",
      as: .list(
        of: .object { fields throws(DocumentError) in
          Key(label: try fields.required("label", as: .tokenLabel), publicKey: try PublicKeySource(&fields))
        }, count: 1...16))
    copies = try fields.required(
      "copies",
      as: .list(
        of: .object { fields throws(DocumentError) in
          Copy(
            what: try fields.required("what", as: .line), place: try fields.required("where", as: .line),
            expected: try fields.required("accounted", as: .choice), identity: try Identity(&fields))
        }, count: 0...64))
    guard Set(keys.map(\.label)).count == keys.count else { throw fields.error("keys", "names a label twice") }
  }

  var plan: [PlanLine] {
    keys.map { PlanLine("destroy", "the key \($0.label), which must be the key of \($0.publicKey.name)") }
      + [PlanLine("order", "the private half first; inventories before and after must differ by these keys alone")]
      + (copies.isEmpty ? [PlanLine("copies", "none are known")] : [])
      + copies.map { copy in
        let identity = copy.identity.map { "; on record as \($0)" } ?? ""
        return PlanLine("copy", "\(copy.what), \(copy.place): \(copy.expected.rawValue)\(identity)")
      }
  }

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    for key in keys where !room.isMade(label: key.label, before: self) { _ = try await identity(of: key, in: room) }
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    var identities: [KeyIdentity] = []
    for key in keys { identities.append(try await identity(of: key, in: room)) }
    let before = try await room.recordInventory(DestroyKey.before)
    for key in keys {
      _ = try await room.ask(
        Question(
          "destroy-\(key.label)", "Type the label of the key to destroy it for ever",
          aloud: ["key \(key.label)", "of \(key.publicKey.name)"], .word(key.label)))
    }
    try await room.note(
      .custodyIntent,
      ["destroy": .array(zip(keys, identities).map { key, identity in DestroyKey.json(key, identity) })])
    try room.intentIsOnRecord(mayMake: keys.map { Remnant(.destruction, $0.label) })
    try await destroy(identities, before, in: room)
  }

  /// Destruction cannot be taken back: what was begun is finished.
  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    guard let intent = evidence.last(.custodyIntent)?["destroy"]?.elements else {
      return try await perform(in: room)
    }
    let identities = intent.compactMap { value -> KeyIdentity? in
      guard let id = value["ckaID"]?.text.flatMap(Hex.decode),
        let digest = value["spkiSHA256"]?.text.flatMap(Hex.decode),
        let spki = Digest(algorithm: .sha256, bytes: digest)
      else { return nil }
      return KeyIdentity(ckaID: id, spkiSHA256: spki)
    }
    guard identities.count == keys.count else {
      throw CeremonyError(.refused, "the intent on record does not name \(keys.count) keys")
    }
    room.say("the interrupted run began to destroy: it is finished now")
    try room.intentIsOnRecord(mayMake: keys.map { Remnant(.destruction, $0.label) })
    try await destroy(identities, nil, in: room)
  }

  /// - Parameter before: nil where an interrupted run took that inventory, whose record stands.
  private func destroy(
    _ identities: [KeyIdentity], _ before: [TokenObject]?, in room: isolated CeremonyRoom
  ) async throws(CeremonyError) {
    var results: [JSONValue] = []
    for (key, identity) in zip(keys, identities) {
      let gone = try await room.token.withPool { pool async throws(TokenPoolError) in
        try await pool.destroyKeyPair(identity)
      }
      guard gone.isComplete else {
        throw CeremonyError(
          .token, "\(gone.left) objects with the CKA_ID of \(key.label) are left on the token after its destruction",
          hint: "look at them with 'inventory', and carry on with 'resume'")
      }
      room.say("destroyed: \(key.label), \(gone.privateKeys) private and \(gone.publicKeys) public objects")
      results.append(
        .object([
          "key": DestroyKey.json(key, identity), "privateObjects": .integer(Int64(gone.privateKeys)),
          "publicObjects": .integer(Int64(gone.publicKeys)),
        ]))
    }
    try room.performed(making: keys.map { Remnant(.destruction, $0.label) })
    let after = try await room.recordInventory(DestroyKey.after)
    if let before { try compare(before, after, identities) }
    let fates = try await account(in: room)
    var unproven = zip(copies, fates).filter { $0.1 != .destroyed }.map {
      "\($0.0.what), \($0.0.place): \($0.1.rawValue)"
    }
    unproven.append("that there are no other copies than those named")
    unproven.append("that the device keeps nothing of an object that it says is destroyed")
    try await room.note(
      .keyDestroyed,
      [
        "keys": .array(results), "copies": .array(zip(copies, fates).map { $0.json($1) }),
        "notProven": .array(unproven.map(JSONValue.string)),
      ])
    for line in unproven { room.say("not proven: \(line)") }
    try await room.done()
  }

  private func account(in room: isolated CeremonyRoom) async throws(CeremonyError) -> [Copy.Fate] {
    var fates: [Copy.Fate] = []
    for (index, copy) in copies.enumerated() {
      let choices = [copy.expected] + Copy.Fate.allCases.filter { $0 != copy.expected }
      let answer = try await room.ask(
        Question(
          "copy-\(index + 1)", "What became of this copy?", aloud: ["\(copy.what), \(copy.place)"],
          .choice(choices.map(\.rawValue))))
      fates.append(Copy.Fate(rawValue: answer) ?? .unknown)
    }
    return fates
  }

  private func compare(
    _ before: [TokenObject], _ after: [TokenObject], _ identities: [KeyIdentity]
  ) throws(CeremonyError) {
    let ids = Set(identities.map(\.ckaID))
    let expected = before.filter { !ids.contains($0.ckaID) }
    guard after == expected else {
      throw CeremonyError(
        .token, "the inventories differ by more than the keys that were destroyed",
        hint: "both are on record; find out what else was changed before the ceremony goes on")
    }
  }

  private func identity(of key: Key, in room: isolated CeremonyRoom) async throws(CeremonyError) -> KeyIdentity {
    let pair = try await room.token.keyPair(label: key.label)
    guard pair.spki == (try key.publicKey.spki(in: room)) else {
      throw CeremonyError(.refused, "the key \(key.label) on the token is not the one of \(key.publicKey.name)")
    }
    return pair.identity
  }

  private static func json(_ key: Key, _ identity: KeyIdentity) -> JSONValue {
    .object([
      "label": .string(key.label), "ckaID": .string(Hex.encode(identity.ckaID)),
      "spkiSHA256": .string(identity.spkiSHA256.hex),
    ])
  }
}

extension DestroyKey.Copy {
  func json(_ fate: Fate) -> JSONValue {
    var members: [String: JSONValue] = [
      "what": .string(what), "where": .string(place), "expected": .string(expected.rawValue),
      "accounted": .string(fate.rawValue),
    ]
    switch identity {
    case .wrapped(let file)?: members["wrapped"] = .string(file)
    case .share(let custodian, let set)?:
      members["shareOf"] = .string(custodian)
      if let set { members["set"] = .integer(set) }
    case .token(let label)?: members["token"] = .string(label)
    case nil: break
    }
    return .object(members)
  }
}

extension DestroyKey.Identity: CustomStringConvertible {
  init?(_ fields: inout Fields) throws(DocumentError) {
    let wrapped = try fields.optional("wrapped", as: .line).map { Self.wrapped(FilePath.name(of: $0)) }
    let set = try fields.optional("set", as: .integer(in: 0...32767))
    let share = try fields.optional("share-of", as: .identifier).map { Self.share(of: $0, set: set) }
    let token = try fields.optional("token", as: .tokenLabel).map { Self.token($0) }
    if set != nil, share == nil { throw fields.error("set", "does not apply without share-of") }
    let found = [wrapped, share, token].compactMap { $0 }
    guard found.count <= 1 else { throw fields.error("wrapped", "a copy is one of wrapped, share-of and token") }
    guard let only = found.first else { return nil }
    self = only
  }

  var description: String {
    switch self {
    case .wrapped(let file): "the wrapped file \(file)"
    case .share(let custodian, let set): "the share of \(custodian)" + (set.map { " in set \($0)" } ?? "")
    case .token(let label): "the key on the token \(label)"
    }
  }
}
