internal import Documents
internal import Evidence

/// The room rests: somebody guards it meanwhile, and bags with seals are looked at before and after.
struct Pause: AskingStep {
  static let verb = "pause"

  let head: StepHead
  let reason: String
  let `guard`: Role
  /// What is sealed meanwhile: the numbers of the seals are asked for twice, and must be the same.
  let bags: [String]

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    reason = try fields.required("reason", as: .line)
    self.guard = try fields.required("guard", as: .choice)
    bags = try fields.optional("bags", as: .list(of: .line, count: 1...16)) ?? []
  }

  var plan: [PlanLine] {
    [PlanLine("pause", reason), PlanLine("guarded by", self.guard.title)] + bags.map { PlanLine("seal", $0) }
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let person = try await room.person(of: self.guard, "guard")
    let before = try await seals("sealed", "Number of the seal on", in: room)
    let begun = room.clock.monotonic()
    var members: [String: JSONValue] = [
      "reason": .string(reason), "guard": .string(person), "seals": .array(before.map(JSONValue.string)),
    ]
    try await room.note(.witnessed, members.merging(["phase": .string("paused")], uniquingKeysWith: { _, new in new }))
    _ = try await room.ask(
      Question(
        "back", "Type back once everybody is here again",
        aloud: ["The ceremony pauses: \(reason)", "\(room.name(person)) guards."],
        .word("back")))
    let after = try await seals("found", "Number of the seal, as it is now, on", rehearsed: before, in: room)
    members["phase"] = .string("continued")
    members["sealsFound"] = .array(after.map(JSONValue.string))
    members["seconds"] = .integer((room.clock.monotonic() - begun) / 1_000_000_000)
    guard after == before else {
      throw try await room.refusal(
        "a seal is not the one that was put on: \(after.joined(separator: ", ")), not \(before.joined(separator: ", "))",
        hint: "find out what happened; 'resume' asks for seals again, and a deviation says why", found: members)
    }
    try await room.witnessed(members)
  }

  private func seals(
    _ member: String, _ text: String, rehearsed: [String] = [], in room: isolated CeremonyRoom
  ) async throws(CeremonyError) -> [String] {
    var seals: [String] = []
    for (index, bag) in bags.enumerated() {
      let answer = rehearsed.indices.contains(index) ? rehearsed[index] : "rehearsal-\(index + 1)"
      seals.append(
        try await room.ask(Question("\(member)-\(index + 1)", "\(text) \(bag)", .line, rehearsed: answer)))
    }
    return seals
  }
}
