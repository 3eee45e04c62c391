internal import Documents
internal import Evidence
internal import TokenPool

/// Makes an AES-256 key that wraps other keys and does nothing else: `generate-key` with `purpose: wrapping`. It leaves the
/// token in no form, so that what it wraps is bound to this token and its own backups.
struct GenerateWrappingKey: KeyMakingStep {
  static let verb = GenerateKey.verb

  let head: StepHead
  let label: String
  let ckaID: [UInt8]
  /// Who marks the key as trusted; nil for nobody.
  let officer: PINChoice?

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    label = try fields.required("label", as: .tokenLabel)
    ckaID = try fields.required("cka-id", as: .ckaID)
    officer = try fields.optional("security-officer", as: PINChoice.shape)
    _ = try fields.required("purpose", as: .text("wrapping") { $0 == "wrapping" ? $0 : nil })
    try fields.required(
      "key",
      as: FieldShape<Void>.object { fields throws(DocumentError) in
        _ = try fields.required("type", as: .text("aes, as the key wraps others") { $0 == "aes" ? $0 : nil })
        _ = try fields.required("bits", as: .integer(in: 256...256))
      })
  }

  /// Whether the members of a `generate-key` step ask for such a key.
  static func isMeant(_ fields: borrowing Fields) -> Bool {
    fields.isText("purpose", GenerateKey.Purpose.wrapping.rawValue)
  }

  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? { namesProblem(earlier) }

  var plan: [PlanLine] {
    [
      PlanLine("make", "an AES-256 key on the token, for wrapping and unwrapping alone"), PlanLine("label", label),
      PlanLine("CKA_ID", Hex.encode(ckaID)), PlanLine("purpose", GenerateKey.Purpose.wrapping.rawValue),
      PlanLine("protect", KeyProtection.neverExtractable.title),
      PlanLine(
        "trusted", officer.map { "by the security officer, PIN \($0.title)" } ?? "no: nobody marks it as trusted"),
      PlanLine("require", WrappingKeyRequirement.all.map(\.description).joined(separator: ", ")),
    ]
  }

  func check(_ check: inout ScriptCheck) { check.requirePINs("security-officer", officer) }

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.requireFree(label: label, ckaID: ckaID)
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.note(.keyIntent, planned)
    try room.intentIsOnRecord(mayMake: [Remnant(.key, label)])
    try await conclude(try await generate(in: room), in: room)
  }

  func restore(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try requireSame(try await found(in: room), evidence)
  }

  /// A key that is there is taken; otherwise it is made now.
  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try room.intentIsOnRecord(mayMake: [Remnant(.key, label)])
    guard try await room.token.hasObject(label: label, id: ckaID) else {
      return try await conclude(try await generate(in: room), in: room)
    }
    room.say("the interrupted run made the key \(label): it is read back, not made again")
    let key = try await found(in: room)
    try requireSame(key, evidence)
    try await conclude(key, in: room)
  }

  private func generate(in room: isolated CeremonyRoom) async throws(CeremonyError) -> WrappingKey {
    var source: TokenPool.PINSource?
    if let officer { source = try await room.pinSource(officer, "officer-pin", "PIN of the security officer") }
    let (label, id, given) = (label, ckaID, source)
    return try await room.token.withPool { pool async throws(TokenPoolError) in
      try await pool.generateWrappingKey(label: label, id: id, officer: given)
    }
  }

  private func found(in room: isolated CeremonyRoom) async throws(CeremonyError) -> WrappingKey {
    let label = label
    return try await room.token.withPool { pool async throws(TokenPoolError) in
      try await pool.wrappingKey(label: label, create: false)
    }
  }

  /// By CKA_ID and, where the module gives one, the check value: a secret key has nothing else to know it by.
  private func requireSame(_ key: WrappingKey, _ evidence: StepEvidence) throws(CeremonyError) {
    let recorded = evidence.last(.wrappingKeyGenerated)
    guard key.identity.ckaID == ckaID, recorded == nil || recorded?["checkValue"] == key.checkValueJSON else {
      throw CeremonyError(.refused, "the key \(label) on the token is not the one that step \(id) made")
    }
  }

  /// What the script asks for, as it stands on record.
  var planned: [String: JSONValue] {
    [
      "key": .string("AES-256"), "label": .string(label), "ckaID": .string(Hex.encode(ckaID)),
      "protection": .string(KeyProtection.neverExtractable.rawValue),
      "purpose": .string(GenerateKey.Purpose.wrapping.rawValue),
    ]
  }

  private func conclude(_ key: WrappingKey, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try room.performed(making: [Remnant(.key, label)])
    let unmet = WrappingKeyRequirement.unmet(key.attributes)
    guard unmet.isEmpty, key.identity.ckaID == ckaID else {
      try await room.note(.keyRefused, ["label": .string(label), "attributes": key.attributes])
      throw CeremonyError(
        .refused, "the new key \(label) is not as required: \(unmet.joined(separator: "; "))",
        hint: "it stays on the token as an orphan and must not be used: remove it before the next try")
    }
    var members = planned
    members["attributes"] = key.attributes
    members["checkValue"] = key.checkValueJSON
    try await room.note(.wrappingKeyGenerated, members)
    room.say("born on the token, sensitive, never extractable, for wrapping alone: read back and required")
    if let officer, key.trusted != .yes {
      room.say("the module does not say that it is trusted, though the officer's PIN was given (\(officer.title))")
    }
    if let value = key.identity.checkValue { room.say("check value \(Hex.encode(value))") }
    try await room.done()
  }
}

/// A step that makes a key under names of its own.
protocol KeyMakingStep: CeremonyStep {
  var label: String { get }
  var ckaID: [UInt8] { get }
}

extension KeyMakingStep {
  /// Names that an earlier step of the script gives to another key.
  func namesProblem(_ earlier: ArraySlice<any CeremonyStep>) -> Problem? {
    for (index, step) in zip(earlier.indices, earlier) {
      guard let other = step as? any KeyMakingStep else { continue }
      if other.label == label { return Problem("label", "\"\(label)\" is the label of steps[\(index)] already") }
      if other.ckaID == ckaID { return Problem("cka-id", "the CKA_ID of steps[\(index)] already") }
    }
    return nil
  }
}

extension WrappingKey {
  /// As they stand on record; what it may be used for was required when it was read.
  var attributes: JSONValue {
    .object([
      "CKA_LOCAL": .string(local.rawValue), "CKA_SENSITIVE": .string(Truth.yes.rawValue),
      "CKA_ALWAYS_SENSITIVE": .string(alwaysSensitive.rawValue), "CKA_EXTRACTABLE": .string(Truth.no.rawValue),
      "CKA_NEVER_EXTRACTABLE": .string(neverExtractable.rawValue), "CKA_WRAP": .string(Truth.yes.rawValue),
      "CKA_UNWRAP": .string(Truth.yes.rawValue), "CKA_TRUSTED": .string(trusted.rawValue),
      "CKA_PRIVATE": .string(isPrivate.rawValue),
    ])
  }

  var checkValueJSON: JSONValue { identity.checkValue.map { .string(Hex.encode($0)) } ?? .null }
}

/// What must be read back of a wrapping key.
struct WrappingKeyRequirement: CustomStringConvertible {
  let name: String
  let required: Truth

  static let all = [
    WrappingKeyRequirement(name: "LOCAL", required: .yes), WrappingKeyRequirement(name: "SENSITIVE", required: .yes),
    WrappingKeyRequirement(name: "ALWAYS_SENSITIVE", required: .yes),
    WrappingKeyRequirement(name: "EXTRACTABLE", required: .no),
    WrappingKeyRequirement(name: "NEVER_EXTRACTABLE", required: .yes),
    WrappingKeyRequirement(name: "WRAP", required: .yes), WrappingKeyRequirement(name: "UNWRAP", required: .yes),
  ]

  var description: String { "\(name) \(required.rawValue)" }

  /// What attributes on record lack; a value that is not known counts as wrong.
  static func unmet(_ attributes: JSONValue?) -> [String] {
    all.compactMap { one in
      let found = attributes?["CKA_\(one.name)"]?.text ?? Truth.unknown.rawValue
      return found == one.required.rawValue
        ? nil : "CKA_\(one.name) is \(found), must be \(one.required.rawValue)"
    }
  }
}
