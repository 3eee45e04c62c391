internal import Attestation
internal import Cryptography
internal import DER
internal import Documents
internal import Evidence
internal import TokenPool
internal import X509

/// Makes a key pair on the token and requires that it was born there and cannot leave.
struct GenerateKey: KeyMakingStep {
  static let verb = "generate-key"

  let head: StepHead
  let kind: KeyPairKind
  /// CKA_LABEL of both halves.
  let label: String
  /// CKA_ID of both halves.
  let ckaID: [UInt8]
  /// Whether the key may leave under a wrapping key.
  let protection: KeyProtection
  /// What the key is for; the report's list of keys says so (EN 319 411-1 GEN-6.5.1-13A).
  let purpose: Purpose
  /// Where the public key goes as PEM; nil where only certificates carry it.
  let publicKeyFile: String?
  /// Made ahead of its use: marked, and assessed again when it is put to use (EN 319 411-1 GEN-6.5.1-13B).
  let isPreGenerated: Bool

  init(_ head: StepHead, _ fields: inout Fields) throws(DocumentError) {
    self.head = head
    kind = try fields.required("key", as: KeyPairKind.shape)
    label = try fields.required("label", as: .tokenLabel)
    ckaID = try fields.required("cka-id", as: .ckaID)
    protection = try fields.optional("protection", as: .choice) ?? .neverExtractable
    purpose = try fields.optional("purpose", as: .choice) ?? .ca
    isPreGenerated = try fields.optional("pre-generated", as: .bool) ?? false
    publicKeyFile = try fields.optional(
      "output", as: .object { fields throws(DocumentError) in try fields.required("public-key", as: .line) })
  }

  func referenceProblem(earlier: ArraySlice<any CeremonyStep>) -> Problem? { namesProblem(earlier) }

  var plan: [PlanLine] {
    var lines = [
      PlanLine("make", "\(kind.name) key pair on the token"),
      PlanLine("label", label),
      PlanLine("CKA_ID", Hex.encode(ckaID)),
      PlanLine("purpose", purpose.rawValue),
      PlanLine("protect", protection.title),
      PlanLine("require", KeyRequirement.of(protection).map(\.description).joined(separator: ", ")),
    ]
    if isPreGenerated { lines.append(PlanLine("mark", "pre-generated: assessed again when it is put to use")) }
    if let publicKeyFile { lines.append(PlanLine("write", publicKeyFile)) }
    return lines
  }

  func check(_ check: inout ScriptCheck) {
    if let publicKeyFile { check.claimOutput("output.public-key", publicKeyFile) }
  }

  func prepare(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.requireFree(label: label, ckaID: ckaID)
  }

  func perform(in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try await room.note(.keyIntent, planned)
    try room.intentIsOnRecord(mayMake: [Remnant(.key, label)])
    let pair = try await generate(in: room)
    try await conclude(pair, in: room)
  }

  func restore(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    let pair = try await room.token.keyPair(label: label)
    guard evidence.last(.keyGenerated)?["spkiSHA256"]?.text == pair.identity.spkiSHA256.hex else {
      throw CeremonyError(.refused, "the key \(label) on the token is not the one that step \(id) made")
    }
    room.keep(try await readBack(pair, in: room))
  }

  /// An intent is on record: the key may have been made. One that is there is taken; otherwise it is made now.
  func carryOn(from evidence: StepEvidence, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try room.intentIsOnRecord(mayMake: [Remnant(.key, label)])
    if try await room.token.hasObject(label: label, id: ckaID) {
      room.say("the interrupted run made the key \(label): it is read back, not made again")
      let pair = try await room.token.keyPair(label: label)
      let recorded = evidence.last(.keyGenerated)?["spkiSHA256"]?.text
      guard recorded == nil || recorded == pair.identity.spkiSHA256.hex else {
        throw CeremonyError(.refused, "the key \(label) on the token is not the one on record")
      }
      try await conclude(pair, in: room)
    } else {
      try await conclude(try await generate(in: room), in: room)
    }
  }

  /// What the script asks for, as it stands on record.
  var planned: [String: JSONValue] {
    var members: [String: JSONValue] = [
      "key": .string(kind.name), "label": .string(label), "ckaID": .string(Hex.encode(ckaID)),
      "protection": .string(protection.rawValue), "purpose": .string(purpose.rawValue),
    ]
    if isPreGenerated { members["preGenerated"] = .bool(true) }
    return members
  }

  private func generate(in room: isolated CeremonyRoom) async throws(CeremonyError) -> CeremonyKeyPair {
    try await room.watch("making the \(kind.name) key \(label)") { token throws(CeremonyError) in
      try await token.generate(kind, label: label, id: ckaID, protection: protection)
    }
  }

  private func conclude(_ pair: CeremonyKeyPair, in room: isolated CeremonyRoom) async throws(CeremonyError) {
    try room.performed(making: [Remnant(.key, label)])
    let made = try await readBack(pair, in: room)
    try await room.note(
      .keyGenerated,
      planned.merging(
        [
          "publicKey": .string(Base64.encode(pair.spki)), "spkiSHA256": .string(made.identity.spkiSHA256.hex),
          "attributes": JSONValue(canonical: made.statement) ?? .null,
        ], uniquingKeysWith: { _, new in new }))
    if let publicKeyFile {
      try await room.output(publicKeyFile, Array(PEM(label: "PUBLIC KEY", bytes: pair.spki).text.utf8))
    }
    room.say(
      protection == .neverExtractable
        ? "born on the token, sensitive, never extractable: read back and required"
        : "born on the token, sensitive, extractable under a wrapping key: read back and required")
    room.say("SHA-256 of the public key")
    room.say("  \(made.identity.spkiSHA256.hex)")
    room.keep(made)
    try await room.done()
  }

  /// The new key as the token describes it, where that is what was asked for.
  private func readBack(
    _ pair: CeremonyKeyPair, in room: isolated CeremonyRoom
  ) async throws(CeremonyError) -> CeremonyRoom.MadeKey {
    let attributes = try await room.token.attributes(of: pair)
    let statement = PKCS11Attributes(readLive: attributes)
    let unmet = unmet(attributes)
    guard unmet.isEmpty, attributes.spki == pair.spki, pair.identity.ckaID == ckaID else {
      try await room.note(.keyRefused, ["label": .string(label), "attributes": statement.statement])
      throw CeremonyError(
        .refused, "the new key \(label) is not as required: \(unmet.joined(separator: "; "))",
        hint: "it stays on the token as an orphan and must not be used: remove it before the next try")
    }
    return try CeremonyRoom.MadeKey(pair, statement, label: label, protection)
  }

  /// What attributes lack that the step requires.
  func unmet(_ attributes: KeyAttributes) -> [String] {
    KeyRequirement.unmet(attributes, KeyRequirement.of(protection))
  }
}

extension GenerateKey {
  enum Purpose: String, CaseIterable, Sendable {
    case ca, wrapping, attestation
    case logCheckpoint = "log-checkpoint"
    case tsu, ocsp, crl
  }
}

extension KeyProtection {
  /// The choice as people review it.
  var title: String {
    switch self {
    case .neverExtractable: "never extractable: there is no backup but the device's own"
    case .underTrustedWrapping: "extractable under a trusted wrapping key alone, for a wrapped backup"
    }
  }
}

/// What must be read back from a new private key (EN 319 411-1 GEN-6.5.1-02, GEN-6.5.2-01).
struct KeyRequirement: Sendable, CustomStringConvertible {
  let name: String
  let required: Truth
  let found: @Sendable (KeyAttributes) -> Truth

  static func of(_ protection: KeyProtection) -> [KeyRequirement] {
    let inside = [
      KeyRequirement(name: "LOCAL", required: .yes) { $0.local },
      KeyRequirement(name: "SENSITIVE", required: .yes) { $0.sensitive },
      KeyRequirement(name: "ALWAYS_SENSITIVE", required: .yes) { $0.alwaysSensitive },
    ]
    return switch protection {
    case .neverExtractable:
      inside + [
        KeyRequirement(name: "NEVER_EXTRACTABLE", required: .yes) { $0.neverExtractable },
        KeyRequirement(name: "EXTRACTABLE", required: .no) { $0.extractable },
      ]
    // WRAP_WITH_TRUSTED is asked for; a module that does not know it cannot answer for it, and the record says so.
    case .underTrustedWrapping:
      inside + [
        KeyRequirement(name: "EXTRACTABLE", required: .yes) { $0.extractable },
        KeyRequirement(name: "WRAP_WITH_TRUSTED", required: .yes) {
          $0.wrapWithTrusted == .unknown ? .yes : $0.wrapWithTrusted
        },
      ]
    }
  }

  var description: String { "\(name) \(required.rawValue)" }

  /// What the attributes lack; a value that is not known counts as wrong.
  static func unmet(_ attributes: KeyAttributes, _ requirements: [KeyRequirement]) -> [String] {
    requirements.filter { $0.found(attributes) != $0.required }
      .map { "CKA_\($0.name) is \($0.found(attributes).rawValue), must be \($0.required.rawValue)" }
  }
}
