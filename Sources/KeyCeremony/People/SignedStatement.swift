internal import Cryptography
internal import DER
internal import Evidence
internal import WebAuthn

/// What a person signs in a ceremony: the step with its inputs, and the transcript so far.
///
/// Canonical JSON; the signature is over exactly these bytes, so that any tool can verify it.
struct SignedStatement: Sendable, Hashable {
  enum Act: Sendable, Hashable {
    /// The step may be carried out.
    case approve
    /// Something went otherwise than the script says, for this reason.
    case deviate(reason: String)
    /// The transcript is whole, with so many records.
    case close(records: Int64)
    /// The report, as JSON and as it is printed, is right.
    case report(json: Digest, page: Digest)
  }

  static let type = "sealgate-ceremony-statement-v1"

  let act: Act
  let ceremony: String
  let script: Digest
  /// Made in a rehearsal, with keys that were made for it: worth nothing elsewhere.
  let rehearsal: Bool
  /// Nil where the statement is about the whole transcript.
  let step: String?
  /// SHA-256 over what the step does and with what: `CeremonyStep.inputs`.
  let inputs: Digest?
  /// The hash of the transcript's last record before this.
  let transcript: Digest
  let person: String
  let role: Role
  let at: Instant

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "type": .string(SignedStatement.type), "ceremony": .string(ceremony), "script": .string(script.hex),
      "rehearsal": .bool(rehearsal), "transcript": .string(transcript.hex), "person": .string(person),
      "role": .string(role.rawValue), "time": .string(at.description),
    ]
    if let step { members["step"] = .string(step) }
    if let inputs { members["inputs"] = .string(inputs.hex) }
    switch act {
    case .approve: members["act"] = .string("approve")
    case .deviate(let reason):
      members["act"] = .string("deviate")
      members["reason"] = .string(reason)
    case .close(let records):
      members["act"] = .string("close")
      members["records"] = .integer(records)
    case .report(let json, let page):
      members["act"] = .string("report")
      members["report"] = .string(json.hex)
      members["page"] = .string(page.hex)
    }
    return .object(members)
  }

  var bytes: [UInt8] { json.canonicalBytes() }
}

extension SignedStatement {
  /// Reads the bytes of a statement; nil where they are not exactly what this would write.
  init?(_ bytes: [UInt8]) {
    guard let value = JSONValue(canonical: bytes), value["type"]?.text == SignedStatement.type,
      let ceremony = value["ceremony"]?.text, let script = value["script"]?.text.flatMap(SignedStatement.sha256),
      case .bool(let rehearsal)? = value["rehearsal"],
      let transcript = value["transcript"]?.text.flatMap(SignedStatement.sha256),
      let person = value["person"]?.text, let role = value["role"]?.text.flatMap(Role.init(rawValue:)),
      let at = value["time"]?.text.flatMap({ Instant($0) })
    else { return nil }
    switch (value["act"]?.text, value["reason"]?.text, value["records"]) {
    case ("approve", nil, nil): act = .approve
    case ("deviate", let reason?, nil): act = .deviate(reason: reason)
    case ("close", nil, .integer(let records)?): act = .close(records: records)
    case ("report", nil, nil):
      guard let json = value["report"]?.text.flatMap(SignedStatement.sha256),
        let page = value["page"]?.text.flatMap(SignedStatement.sha256)
      else { return nil }
      act = .report(json: json, page: page)
    default: return nil
    }
    (self.ceremony, self.script, self.rehearsal, self.transcript) = (ceremony, script, rehearsal, transcript)
    (self.person, self.role, self.at) = (person, role, at)
    step = value["step"]?.text
    inputs = value["inputs"]?.text.flatMap(SignedStatement.sha256)
    guard self.bytes == bytes else { return nil }
  }

  private static func sha256(_ hex: String) -> Digest? {
    Hex.decode(hex).flatMap { Digest(algorithm: .sha256, bytes: $0) }
  }
}

/// A statement with its signature as a transcript holds them, verified with the person's key.
struct RecordedSignature: Sendable {
  let statement: SignedStatement
  let person: Person
  let signature: StatementSignature

  /// Nil where the record is no such statement, or its signature is not good.
  init?(_ body: JSONValue, people: People) {
    guard let bytes = body["statement"]?.text.flatMap({ Base64.decode($0) }), let statement = SignedStatement(bytes),
      let person = people[statement.person], let signature = body["signature"].flatMap({ StatementSignature($0) }),
      body["person"]?.text == statement.person, body["role"]?.text == statement.role.rawValue,
      person.roles.contains(statement.role), signature.isGood(over: bytes, by: person)
    else { return nil }
    (self.statement, self.person, self.signature) = (statement, person, signature)
  }
}

/// A person's signature over a statement.
enum StatementSignature: Sendable, Hashable {
  /// Over the statement's bytes.
  case plain(SignatureScheme, [UInt8])
  /// By a FIDO2 authenticator: over its data and the SHA-256 of the client data, whose challenge is the SHA-256 of the
  /// statement's bytes.
  case fido2(authenticatorData: [UInt8], clientData: [UInt8], signature: [UInt8])
}

extension StatementSignature {
  /// Whether the person made it. A scheme that does not fit the key is no signature of theirs.
  func isGood(over statement: [UInt8], by person: Person) -> Bool {
    switch self {
    case .plain(let scheme, let signature):
      (try? person.key.verify(signature: signature, over: statement, scheme: scheme)) == true
    case .fido2(let data, let client, let signature):
      SecurityKeyAnswer(authenticatorData: data, clientData: client, signature: signature).fault(
        challenge: AuthenticatorDevice.challenge(statement), relyingPartyID: AuthenticatorDevice.relyingPartyID,
        key: person.key) == nil
    }
  }

  init?(_ value: JSONValue) {
    func bytes(_ name: String) -> [UInt8]? { value[name]?.text.flatMap { Base64.decode($0) } }
    guard let name = value["scheme"]?.text, let signature = bytes("signature") else { return nil }
    if name == "fido2" {
      guard let data = bytes("authenticatorData"), let client = bytes("clientData") else { return nil }
      self = .fido2(authenticatorData: data, clientData: client, signature: signature)
    } else {
      guard let scheme = SignatureName(rawValue: name)?.scheme else { return nil }
      self = .plain(scheme, signature)
    }
  }

  var json: JSONValue {
    switch self {
    case .plain(let scheme, let signature):
      .object([
        "scheme": .string(SignatureName(scheme)?.rawValue ?? ""), "signature": .string(Base64.encode(signature)),
      ])
    case .fido2(let data, let client, let signature):
      .object([
        "scheme": .string("fido2"), "authenticatorData": .string(Base64.encode(data)),
        "clientData": .string(Base64.encode(client)), "signature": .string(Base64.encode(signature)),
      ])
    }
  }
}
