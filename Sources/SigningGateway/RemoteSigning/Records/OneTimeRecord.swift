internal import Evidence
internal import Records

/// A key that is made for one session: which session that is, and whether the key is still to be destroyed.
struct OneTimeRecord: RegisterRecord, Hashable {
  static let register = "one-time-keys"
  static let kind = RecordKind.credentialChanged
  /// Seconds that such a key waits for its session, and that its certificate may be valid.
  static let lifetime: Int64 = 86_400
  /// Under what those are listed whose keys are still to be destroyed.
  static let open = "open"

  let credential: String
  /// The first instant at which a key that no session was asked for is destroyed.
  let unusedUntil: Instant
  /// What its owner was asked to release; nil before anybody asked.
  var session: ActivationContent?
  /// The owner released it.
  var isReleased = false
  /// Nil while the key may exist.
  var endedBecause: String?

  init(_ credential: String, madeAt: Instant) {
    self.credential = credential
    unusedUntil = madeAt.adding(seconds: OneTimeRecord.lifetime)
  }

  var key: String { credential }
  var owner: String? { endedBecause == nil ? OneTimeRecord.open : "ended" }

  var json: JSONValue {
    .object([
      "schema": .integer(1), "credential": .string(credential), "unusedUntil": .string(unusedUntil.description),
      "session": session?.json ?? .null, "released": .bool(isReleased), "endedBecause": .optional(endedBecause),
    ])
  }
}

extension OneTimeRecord {
  init?(_ json: JSONValue) {
    guard let credential = json["credential"]?.text, let until = json["unusedUntil"]?.text.flatMap({ Instant($0) }),
      let content = json["session"], case .bool(let released)? = json["released"]
    else { return nil }
    self.credential = credential
    unusedUntil = until
    isReleased = released
    endedBecause = json["endedBecause"]?.text
    if case .null = content { return }
    session = ActivationContent(content)
    guard session != nil else { return nil }
  }
}

extension RecordStore {
  /// The terms of a credential, with the session that its key is for.
  func terms(of credential: CredentialRecord) async throws(GatewayError) -> CredentialTerms {
    var terms = credential.terms
    if credential.isOneTime {
      terms.session = try await find(OneTimeRecord.self, credential.id)?.value.session?.session
    }
    return terms
  }
}
