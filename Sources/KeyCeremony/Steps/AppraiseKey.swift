internal import Attestation
internal import Documents
internal import Evidence
internal import Records

/// Takes what the device itself says of a key, made by its vendor's tool and brought into the room, and requires that it proves
/// where the key was born: unlike what a module tells the host (`attest-key`), the device signs it.
struct AppraiseKey: AskingStep {
  static let verb = "appraise-key"

  let head: StepHead
  /// The step that makes the key.
  let key: String
  let evidence: DeviceEvidence

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    key = try fields.required("key", as: .identifier)
    evidence = try fields.required("evidence", as: DeviceEvidence.shape)
  }

  // A restored key was generated elsewhere, and no device says otherwise.
  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    earlier.first { $0.id == key } is GenerateKey ? nil : Problem("key", "no earlier step \"\(key)\" makes a key")
  }

  var plan: [PlanLine] {
    [
      PlanLine("appraise", "what the device says of the key of \(key)"),
      PlanLine("format", evidence.format ?? "found out from the evidence"),
    ] + evidence.names.map { PlanLine("evidence", $0) } + evidence.anchors.map { PlanLine("believe", $0) } + [
      PlanLine("require", "signed by the device, of this very key, born inside, and leaving it only as the script says")
    ]
  }

  func check(_ check: inout ScriptCheck) {
    for (index, name) in evidence.anchors.enumerated() where !FilePath.exists(check.path(name)) {
      check.problem("evidence.anchors[\(index)]", "\"\(check.path(name))\" is not there")
    }
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    guard let made = room.keys[key] else {
      throw CeremonyError(.refused, "the key of \(key) was not made; this is a defect")
    }
    let aloud = ["The device's own tool writes down what the device says of the key"]
    _ = try await room.ask(
      Question(
        "there", "Type there once \(evidence.names.joined(separator: ", ")) is in place", aloud: aloud, .word("there")))
    var members: [String: JSONValue] = ["key": .string(key), "spkiSHA256": .string(made.identity.spkiSHA256.hex)]
    guard !room.rehearsal else {
      room.say("not appraised: in a rehearsal there is no device that could speak for its key")
      members["appraised"] = .bool(false)
      return try await room.witnessed(members)
    }
    let content = try DeviceEvidenceContent(evidence) { name throws(CeremonyError) in
      try DigestReading(room.path(name)).content
    }
    members.merge(content.json) { first, _ in first }
    let now = room.clock.now()
    let appraisal: DeviceAppraisal
    do {
      appraisal = try content.appraisal(
        of: made.identity.spkiSHA256, made.protection, demo: room.script.demo, at: now)
    } catch { appraisal = DeviceAppraisal(attested: nil, defects: ["\(error)"]) }
    guard let attested = appraisal.attested, appraisal.defects.isEmpty else {
      throw try await room.refusal(
        "the device's evidence does not prove where the key was born: \(appraisal.defects.joined(separator: "; "))",
        hint: "bring the right evidence and carry on with 'resume'; without it the key must not be used",
        found: members, blobs: content.blobs)
    }
    members["appraised"] = .bool(true)
    members["at"] = .string(now.description)
    members["claims"] = attested.json
    let device = attested.device.map(\.description) ?? "a device without a name"
    room.say("the device says that it made this key: \(device)")
    if let anchor = attested.signer?.anchor { room.say("believed by \(anchor)") }
    for weakness in attested.weaknesses { room.say("weakness: \(weakness.detail)") }
    try await room.witnessed(members, blobs: content.blobs)
  }
}
