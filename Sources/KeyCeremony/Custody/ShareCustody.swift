internal import Cryptography
internal import Evidence
internal import Glibc
internal import Records
internal import SecretSharing

/// How the shares of a wrapping key go to their custodians and come back. A share is shown to one person alone, or written to
/// that person's medium; what is on record of it is no secret.
struct ShareCustody: Sendable {
  let threshold: Int
  let custodians: [String]
  /// Paths on the media of custodians; the others see their shares on the screen, or type them.
  let media: [String: String]

  /// Slips of the pen are corrected; who cannot read a share back so often does not have it.
  private static let mostTries = 3

  var plan: [PlanLine] {
    [PlanLine("shares", "\(threshold) of \(custodians.count) (SLIP-0039)")]
      + custodians.map { PlanLine("custodian", $0 + (media[$0].map { ", on \($0)" } ?? ", at the screen")) }
  }

  var json: [String: JSONValue] {
    [
      "threshold": .integer(Int64(threshold)), "custodians": .array(custodians.map(JSONValue.string)),
    ]
  }

  /// Splits a key, gives the shares out one after the other, has each read back, and proves that the first of them give
  /// the key. Returns the number of the set.
  func give(_ secret: KeptSecret, in room: isolated CeremonyRoom) async throws(CeremonyError) -> UInt16 {
    let shares: [MnemonicShare]
    do throws(SharingError) {
      shares = try SLIP39.split(secret.bytes, threshold: threshold, count: custodians.count)
    } catch { throw CeremonyError(.refused, error.description) }
    var back: [MnemonicShare] = []
    for (custodian, share) in zip(custodians, shares) {
      let person = try room.person(named: custodian)
      var members = share.header.json(of: custodian, rehearsal: room.rehearsal)
      if let medium = media[custodian] {
        members["path"] = .string(room.path(medium))
        // On record before it is written: what an interruption leaves on the medium has a name.
        try await room.note(.shareIntent, members)
        try ShareFile.create(room.path(medium), share.words)
        room.say("share \(share.header.memberIndex + 1) for \(person.name) is on \(room.path(medium))")
      } else {
        try await room.note(.shareIntent, members)
        let title = "Share \(share.header.memberIndex + 1) of \(custodians.count), for \(person.name) alone"
        try await room.conductor.reveal(share.words, to: person, title, step: room.presentStep.id)
      }
      back.append(try await readBack(share, from: custodian, in: room))
      try await room.note(.shareGiven, members)
    }
    do throws(SharingError) {
      for start in [0, custodians.count - threshold] {
        let recovered = try SLIP39.recover(Array(back[start..<start + threshold]))
        guard recovered.isEqual(to: secret.bytes) else { throw .wrongDigest }
      }
    } catch { throw CeremonyError(.refused, "the shares that were read back do not give the key: \(error)") }
    return shares.first?.header.identifier ?? 0
  }

  /// Takes shares in, one after the other, until enough are there. What cannot be a share is asked for again.
  func collect(in room: isolated CeremonyRoom) async throws(CeremonyError) -> KeptSecret {
    var shares: [MnemonicShare] = []
    for custodian in custodians {
      let before = shares.map(\.header)
      let share = try await ask(custodian, in: room) { share in
        if let first = before.first, share.header.identifier != first.identifier {
          return "share \(share.header.memberIndex + 1) is of set \(share.header.identifier), not \(first.identifier)"
        }
        let twin = before.contains { $0.memberIndex == share.header.memberIndex }
        return twin ? "share \(share.header.memberIndex + 1) was entered already" : nil
      }
      shares.append(share)
      if room.rehearsal { room.say("REHEARSAL: this share of \(custodian) is the rehearsal's own, and no real one") }
      try await room.note(.shareEntered, share.header.json(of: custodian, rehearsal: room.rehearsal))
    }
    do throws(SharingError) { return KeptSecret(try SLIP39.recover(shares)) } catch {
      throw CeremonyError(.refused, "the shares do not give a key: \(error)", hint: "carry on with 'resume'")
    }
  }

  /// The member of an answer sheet, and of questions, that stands for somebody's share.
  static func question(_ custodian: String) -> String { "share-\(custodian)" }

  private func readBack(
    _ share: MnemonicShare, from custodian: String, in room: isolated CeremonyRoom
  ) async throws(CeremonyError) -> MnemonicShare {
    try await ask(custodian, again: true, in: room) { found in
      found.isEqual(to: share) ? nil : "it is not the share that was given"
    }
  }

  /// - Parameter problem: says what is wrong with a share that is well formed; nil for nothing.
  private func ask(
    _ custodian: String, again: Bool = false, in room: isolated CeremonyRoom, problem: (MnemonicShare) -> String?
  ) async throws(CeremonyError) -> MnemonicShare {
    let name = try room.person(named: custodian).name
    let wanted = again ? "\(name): enter your share again, as you have taken it down" : "\(name): enter your share"
    var complaint = ""
    for _ in 1...ShareCustody.mostTries {
      let text: SecretBytes
      if let medium = media[custodian] {
        text = try ShareFile.read(room.path(medium))
      } else {
        let question = Question(
          ShareCustody.question(custodian), complaint.isEmpty ? wanted : "\(complaint). \(wanted)", .line)
        text = try await room.conductor.secret(question, step: room.presentStep.id)
      }
      do throws(SharingError) {
        let share = try MnemonicShare(text)
        guard let found = problem(share) else { return share }
        complaint = found
      } catch { complaint = "\(error)" }
      // A medium says the same each time.
      if media[custodian] != nil { break }
    }
    throw CeremonyError(
      .refused, "the share of \(name) cannot be used: \(complaint)", hint: "carry on with 'resume', which asks again")
  }
}

extension ShareHeader {
  /// What stands in clear at the beginning of a share: it tells sets apart, and nothing of what is shared.
  fileprivate func json(of custodian: String, rehearsal: Bool) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "custodian": .string(custodian), "set": .integer(Int64(identifier)), "share": .integer(Int64(memberIndex + 1)),
      "needed": .integer(Int64(memberThreshold)), "extendable": .bool(isExtendable),
      "iterationExponent": .integer(Int64(iterationExponent)),
    ]
    if rehearsal { members["rehearsal"] = .bool(true) }
    return members
  }
}

extension CeremonyRoom {
  func person(named id: String) throws(CeremonyError) -> Person {
    guard let person = people[id] else { throw CeremonyError(.refused, "there is nobody \"\(id)\" among the people") }
    return person
  }
}
