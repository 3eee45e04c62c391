public import Evidence

/// An authorisation that can be used once: `register` says of which sort, `value` which one.
public struct Consumption: Sendable, Hashable {
  public let register: String
  public let value: String

  public init(register: String, value: String) {
    self.register = register
    self.value = value
  }
}

/// An intent's claim to a serial; every member must fit the reservation.
public struct SerialClaim: Sendable, Hashable {
  public let serial: SerialNumber
  public let issuer: String
  public let requester: String
  public let subjectKey: Digest?
  public let at: Instant

  /// What stands against the claim in the register; nil where nothing does.
  public func conflict(with status: SerialStatus) -> Conflict? {
    switch status {
    case .unknown: return .serialNotReserved(serial)
    case .spent(let decision): return .serialSpent(serial, by: decision)
    case .reserved(let reservation):
      if reservation.issuer != issuer { return .serialReservedForAnother(serial, field: "issuer") }
      if reservation.requester != requester { return .serialReservedForAnother(serial, field: "requester") }
      if let key = reservation.subjectKey, key != subjectKey {
        return .serialReservedForAnother(serial, field: "subject key")
      }
      if let expires = reservation.expires, at >= expires { return .reservationExpired(serial, at: expires) }
      return nil
    }
  }
}

/// How an intent ended.
public enum Conclusion: Sendable, Hashable {
  /// Signed, verified and recorded; the address is that of the whole signed object.
  case signed(object: Digest)
  /// The token was never asked.
  case notSigned
  /// The service or the token went away in between: a signature may exist, none was released.
  case unknown
  /// The signature did not verify; nothing was released.
  case incident
}

/// What a record does to the registers. A store applies all changes of an entry in the entry's transaction, or none.
public enum RegisterChange: Sendable, Hashable {
  case reserve(SerialReservation)
  /// A refused decision: it can be looked up and occupies nothing.
  case refuse(DecisionID, request: Digest, serial: SerialNumber?)
  /// An intent: the request's digest is taken from now on.
  case open(DecisionID, request: Digest, serial: SerialNumber?)
  case spend(SerialClaim, by: DecisionID)
  case consume(Consumption, by: DecisionID)
  case conclude(DecisionID, Conclusion)
}

extension RegisterChange {
  /// The changes that a record of this kind and body makes: the one place that says so, for writing and for verifying.
  ///
  /// Returns nil where the body lacks what its kind needs. Kinds that touch no register give an empty list.
  static func changes(of kind: RecordKind, body: JSONValue) -> [RegisterChange]? {
    let fields = BodyReader(body)
    return switch kind {
    case .serialsReserved: fields.reservations()?.map(RegisterChange.reserve)
    case .requestRefused: fields.refusal().map { [$0] }
    case .intent: fields.intent()
    case .outcome: fields.conclusion { $0.object().map { .signed(object: $0) } }
    case .notSigned: fields.conclusion { _ in .notSigned }
    case .outcomeUnknown: fields.conclusion { _ in .unknown }
    case .incident: fields.conclusion { _ in .incident }
    default: []
    }
  }
}

/// Reads the members that registers are made of. An absent optional member is null, never missing.
private struct BodyReader {
  let body: JSONValue

  init(_ body: JSONValue) { self.body = body }

  func digest(_ name: String) -> Digest? { body[name]?.sha256 }

  func object() -> Digest? { body["object"]?["sha256"]?.sha256 }

  func decision() -> DecisionID? { body["decision"]?.text.flatMap { DecisionID($0) } }

  /// `.some(nil)` where the member is null, nil where it is missing or unreadable.
  private func optional<Value>(_ name: String, _ read: (String) -> Value?) -> Value?? {
    switch body[name] {
    case .null: .some(nil)
    case .string(let text): read(text).map { .some($0) }
    default: nil
    }
  }

  private func serial() -> SerialNumber?? { optional("serial") { SerialNumber(hex: $0) } }

  private func subjectKey() -> Digest?? {
    optional("subjectKey") { JSONValue.string($0).sha256 }
  }

  func reservations() -> [SerialReservation]? {
    guard let issuer = body["issuer"]?.text, let requester = body["requester"]?.text, let subjectKey = subjectKey(),
      let reservedAt = body["reservedAt"]?.text.flatMap({ Instant($0) }),
      let expires = optional("expires", { Instant($0) }), let serials = body["serials"]?.elements
    else { return nil }
    let read = serials.compactMap { $0.text.flatMap { SerialNumber(hex: $0) } }
    guard read.count == serials.count else { return nil }
    return read.map {
      SerialReservation(
        serial: $0, issuer: issuer, requester: requester, subjectKey: subjectKey, reservedAt: reservedAt,
        expires: expires)
    }
  }

  func refusal() -> RegisterChange? {
    guard let decision = decision(), let request = digest("request"), let serial = serial() else { return nil }
    return .refuse(decision, request: request, serial: serial)
  }

  func intent() -> [RegisterChange]? {
    guard let decision = decision(), let request = digest("request"), let serial = serial(),
      let issuer = body["issuer"]?.text, let requester = body["requester"]?.text, let subjectKey = subjectKey(),
      let decidedAt = body["decidedAt"]?.text.flatMap({ Instant($0) }), let consumes = body["consumes"]?.elements
    else { return nil }
    var changes: [RegisterChange] = [.open(decision, request: request, serial: serial)]
    if let serial {
      let claim = SerialClaim(
        serial: serial, issuer: issuer, requester: requester, subjectKey: subjectKey, at: decidedAt)
      changes.append(.spend(claim, by: decision))
    }
    for consumption in consumes {
      guard let register = consumption["register"]?.text, let value = consumption["value"]?.text else { return nil }
      changes.append(.consume(Consumption(register: register, value: value), by: decision))
    }
    return changes
  }

  func conclusion(_ read: (BodyReader) -> Conclusion?) -> [RegisterChange]? {
    guard let decision = decision(), let conclusion = read(self) else { return nil }
    return [.conclude(decision, conclusion)]
  }
}
