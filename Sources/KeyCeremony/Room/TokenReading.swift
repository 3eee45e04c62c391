internal import Documents
internal import Evidence

/// What a script says beforehand of the token that somebody will bring.
struct TokenExpectation: Sendable {
  private let values: [(name: String, value: String)]

  static let none = TokenExpectation(values: [])

  private static let members = ["manufacturer", "model", "serial", "firmware"]

  static var shape: FieldShape<TokenExpectation> {
    .object { fields throws(DocumentError) in
      var values: [(name: String, value: String)] = []
      for name in members {
        if let value = try fields.optional(name, as: .line) { values.append((name, value)) }
      }
      return TokenExpectation(values: values)
    }
  }

  var plan: [PlanLine] { values.map { PlanLine("expect \($0.name)", $0.value) } }

  /// What the token is otherwise than the script says.
  func differences(from token: TokenIdentity) -> [String] {
    let found = Dictionary(uniqueKeysWithValues: token.readAloud.map { ($0.name, $0.value) })
    return values.filter { found[$0.name] != $0.value }.map { one in
      "the script expects \(one.name) \(one.value), the token says \(found[one.name] ?? "nothing")"
    }
  }
}

extension TokenIdentity {
  /// What is read aloud, in the order in which it is read.
  var readAloud: [(name: String, value: String)] {
    [
      ("label", label), ("manufacturer", device.manufacturer), ("model", device.model), ("serial", device.serial),
      ("firmware", device.firmwareVersion),
    ]
  }
}

extension CeremonyRoom {
  /// Reads the present step's token aloud, compares it with the script, and has its serial number typed: whoever types it
  /// has looked at the token and not at the script.
  func identifyToken(_ expected: TokenExpectation) async throws(CeremonyError) {
    let (choice, identity) = (script.token(of: presentStep), try token.identity)
    var members: [String: JSONValue] = [
      "id": .string(choice.id), "uri": .string(choice.uri), "token": identity.json,
    ]
    let differences = expected.differences(from: identity)
    if !differences.isEmpty {
      members["differences"] = .array(differences.map(JSONValue.string))
      guard rehearsal else {
        throw try await refusal(
          "the token is not the one that the script expects: \(differences.joined(separator: "; "))",
          hint: "bring the right token and carry on with 'resume', or have the script reviewed anew", found: members)
      }
      for difference in differences { say("stand-in: \(difference)") }
    }
    let serial = identity.device.serial
    let question = Question(
      "serial", serial.isEmpty ? "Is this the token?" : "Type the serial number that stands on the token",
      aloud: ["token \(choice.uri)"] + identity.readAloud.map { "\($0.name): \($0.value)" },
      .word(serial.isEmpty ? "yes" : serial))
    members["typed"] = .string(try await ask(question))
    try await witnessed(members)
  }

  /// After an interruption: the token in the slot must be the one that was read aloud.
  func requireToken(_ evidence: StepEvidence) throws(CeremonyError) {
    let identity = try token.identity
    guard let recorded = evidence.last(.witnessed)?["token"], recorded != identity.json else { return }
    throw CeremonyError(
      .refused, "the token \(identity.label) is not the one that step \(presentStep.id) identified",
      hint: "bring back the token with serial \(recorded["serial"]?.text ?? "")")
  }
}
