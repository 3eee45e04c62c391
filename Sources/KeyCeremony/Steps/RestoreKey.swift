internal import Attestation
internal import Cryptography
internal import Documents
internal import Evidence
internal import TokenPool
internal import X509

/// Brings a key back from a wrapped backup on another token, by the shares of its custodians.
struct RestoreKey: CeremonyStep {
  static let verb = "restore"

  let head: StepHead
  let restoration: KeyRestoration

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    restoration = try KeyRestoration(&fields)
  }

  var plan: [PlanLine] { restoration.plan }

  func check(_ check: inout ScriptCheck) { restoration.check(&check) }

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await restoration.requireFree(in: room)
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let spki = try restoration.publicKey.spki(in: room)
    try await room.note(.custodyIntent, try restoration.intent(TransitKey(of: self), spki, in: room))
    try room.intentIsOnRecord(mayMake: [TransitKey(of: self).remnant, Remnant(.key, restoration.label)])
    try await unwrap(spki, in: room)
  }

  func restore(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let pair = try await room.token.keyPair(label: restoration.label)
    guard evidence.last(.keyRestored)?["spkiSHA256"]?.text == pair.identity.spkiSHA256.hex else {
      throw CeremonyError(
        .refused, "the key \(restoration.label) on the token is not the one that step \(id) restored")
    }
    _ = try await keep(pair, in: room)
  }

  /// The key may be there: then it answers for itself once more. Otherwise the shares are asked for again.
  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await TransitKey(of: self).remove(from: room)
    let spki = try restoration.publicKey.spki(in: room)
    try room.intentIsOnRecord(mayMake: [TransitKey(of: self).remnant, Remnant(.key, restoration.label)])
    let (label, ckaID) = (restoration.label, restoration.ckaID)
    guard try await room.token.hasObject(label: label, id: ckaID) else { return try await unwrap(spki, in: room) }
    let pair = try await adopted(spki, in: room)
    guard let pair else { return try await unwrap(spki, in: room) }
    room.say("the interrupted run restored the key \(label): it answers for itself, and is not restored again")
    let proof = try await room.token.withPool { pool async throws(TokenPoolError) in
      try await pool.proof(of: pair.identity)
    }
    try await conclude(pair, proof, nil, nil, in: room)
  }

  /// The whole pair; a private half without its public one is what an interruption left, and goes.
  private func adopted(_ spki: [UInt8], in room: isolated CeremonyRoom) async throws(CeremonyError) -> CeremonyKeyPair?
  {
    let (label, ckaID) = (restoration.label, restoration.ckaID)
    let pairs = try await room.token.withPool { pool async throws(TokenPoolError) in
      try await pool.keyPairs(label: label)
    }
    if let pair = pairs.first {
      guard pairs.count == 1, pair.spki == spki, pair.identity.ckaID == ckaID else {
        throw CeremonyError(.refused, "the key \(label) on the token is not the one of \(restoration.publicKey.name)")
      }
      return CeremonyKeyPair(identity: pair.identity, spki: pair.spki)
    }
    try await room.token.withPool { pool async throws(TokenPoolError) in
      try await pool.removeHalf(label: label, id: ckaID)
    }
    room.say("the interrupted run left half of the key \(label): it is destroyed, and the key restored again")
    return nil
  }

  private func unwrap(_ spki: [UInt8], in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let (restored, key, wrapped) = try await restoration.unwrap(TransitKey(of: self), spki, in: room)
    let pair = CeremonyKeyPair(identity: restored.pair.identity, spki: restored.pair.spki)
    try await conclude(pair, restored.proof, key, wrapped, in: room)
  }

  private func conclude(
    _ pair: CeremonyKeyPair, _ proof: KeyProof, _ key: BackupKey?, _ wrapped: [UInt8]?,
    in room: isolated CeremonyRoom
  ) async throws(CeremonyError) {
    try room.performed(making: [Remnant(.key, restoration.label)])
    let statement = try await keep(pair, in: room)
    try await room.note(.keyRestored, restoration.outcome(pair, proof, key, wrapped, statement))
    room.say("restored: the public keys are equal, and a test signature verifies")
    room.say("SHA-256 of the public key")
    room.say("  \(pair.identity.spkiSHA256.hex)")
    try await room.done()
  }

  private func keep(
    _ pair: CeremonyKeyPair, in room: isolated CeremonyRoom
  ) async throws(CeremonyError) -> PKCS11Attributes {
    let attributes = try await room.token.attributes(of: pair)
    let statement = PKCS11Attributes(readLive: attributes)
    let unmet = restoration.unmet(attributes)
    guard unmet.isEmpty else {
      try await room.note(.keyRefused, ["label": .string(restoration.label), "attributes": statement.statement])
      throw CeremonyError(
        .refused, "the restored key \(restoration.label) is not as required: \(unmet.joined(separator: "; "))",
        hint: "it stays on the token and must not be used: destroy it before the next try")
    }
    room.keep(
      try CeremonyRoom.MadeKey(pair, statement, label: restoration.label, restoration.protection))
    return statement
  }
}

/// Shows that a backup can be restored: on another token, proven, and destroyed again.
struct RestoreRehearsal: CeremonyStep {
  static let verb = "restore-rehearsal"

  let head: StepHead
  let restoration: KeyRestoration

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    restoration = try KeyRestoration(&fields)
  }

  var plan: [PlanLine] { restoration.plan + [PlanLine("destroy", "the restored key, once it is proven")] }

  func check(_ check: inout ScriptCheck) { restoration.check(&check) }

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await restoration.requireFree(in: room)
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let spki = try restoration.publicKey.spki(in: room)
    try await room.note(.custodyIntent, try restoration.intent(TransitKey(of: self), spki, in: room))
    try room.intentIsOnRecord(mayMake: [TransitKey(of: self).remnant, Remnant(.key, restoration.label)])
    try await rehearse(spki, in: room)
  }

  /// What an interrupted run restored is destroyed, and the rehearsal begins anew.
  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await TransitKey(of: self).remove(from: room)
    let spki = try restoration.publicKey.spki(in: room)
    try room.intentIsOnRecord(mayMake: [TransitKey(of: self).remnant, Remnant(.key, restoration.label)])
    let (label, ckaID) = (restoration.label, restoration.ckaID)
    let left = try await room.token.withPool { pool async throws(TokenPoolError) in
      try await pool.removeRestored(label: label, id: ckaID, spki: spki)
    }
    if left > 0 { room.say("the interrupted run left the key \(label) on the token: it is destroyed") }
    try await rehearse(spki, in: room)
  }

  private func rehearse(_ spki: [UInt8], in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let before = try await room.inventory()
    let (restored, key, wrapped) = try await restoration.unwrap(TransitKey(of: self), spki, in: room)
    let pair = CeremonyKeyPair(identity: restored.pair.identity, spki: restored.pair.spki)
    let attributes = try await room.token.attributes(of: pair)
    let identity = restored.pair.identity
    let destroyed = try await room.token.withPool { pool async throws(TokenPoolError) in
      try await pool.destroyKeyPair(identity)
    }
    try room.performed(making: [])
    let after = try await room.inventory()
    guard destroyed.isComplete, after == before else {
      throw CeremonyError(
        .token, "the token does not hold what it held before the rehearsal",
        hint: "compare the two inventories on record, and destroy what is left of \(restoration.label)")
    }
    var members = restoration.outcome(pair, restored.proof, key, wrapped, PKCS11Attributes(readLive: attributes))
    members["destroyed"] = .bool(true)
    try await room.note(.restoreRehearsed, members)
    room.say("the backup gives the key back: the public keys are equal, and a test signature verified")
    room.say("the restored key is destroyed, and the token holds what it held before")
    try await room.done()
  }
}
