public import Evidence

/// An authorisation that can be used once: `register` says of which sort, `value` which one.
public struct Consumption: Sendable, Hashable {
  public let register: String
  public let value: String

  public init(register: String, value: String) {
    self.register = register
    self.value = value
  }

  var json: JSONValue { .object(["register": .string(register), "value": .string(value)]) }

  /// Reads what stands in a record.
  public init?(_ json: JSONValue) {
    guard let register = json["register"]?.text, let value = json["value"]?.text else { return nil }
    self.init(register: register, value: value)
  }

  public static func == (one: Consumption, other: Consumption) -> Bool {
    ExactText(one.register) == ExactText(other.register) && ExactText(one.value) == ExactText(other.value)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactText(register))
    hasher.combine(ExactText(value))
  }
}

/// An intent's claim to a serial; every member must fit the reservation.
public struct SerialClaim: Sendable, Hashable {
  public let serial: SerialNumber
  public let issuer: String
  public let requester: String
  public let subjectKey: Digest?
  /// The claim is a precertificate's, which leaves the number to the certificate of the pair.
  public let isPrecertificate: Bool
  /// SHA-256 over the precertificate that the certificate is of; nil where there is none.
  public let precertificate: Digest?
  public let at: Instant

  public init(
    serial: SerialNumber, issuer: String, requester: String, subjectKey: Digest?, isPrecertificate: Bool = false,
    precertificate: Digest? = nil, at: Instant
  ) {
    self.serial = serial
    self.issuer = issuer
    self.requester = requester
    self.subjectKey = subjectKey
    self.isPrecertificate = isPrecertificate
    self.precertificate = precertificate
    self.at = at
  }

  /// What stands against the claim in the register; nil where nothing does.
  public func conflict(with status: SerialStatus) -> Conflict? {
    switch status {
    case .unknown: return .serialNotReserved(serial)
    case .spent(let decision): return .serialSpent(serial, by: decision)
    case .imported: return .serialTaken(serial)
    case .reserved(let reservation):
      // A certificate of a pair comes second, and the number of a pair is its precertificate's to begin with.
      if precertificate != nil { return .precertificateUnknown(serial) }
      if let conflict = conflict(with: reservation) { return conflict }
      if let expires = reservation.expires, at >= expires { return .reservationExpired(serial, at: expires) }
      return nil
    case .precertified(let pair):
      guard !isPrecertificate, let precertificate else { return .serialSpent(serial, by: pair.decision) }
      guard pair.certificate == precertificate else { return .precertificateUnknown(serial) }
      return conflict(with: pair.reservation)
    }
  }

  private func conflict(with reservation: SerialReservation) -> Conflict? {
    if reservation.issuer != issuer { return .serialReservedForAnother(serial, field: "issuer") }
    if reservation.requester != requester { return .serialReservedForAnother(serial, field: "requester") }
    if let key = reservation.subjectKey, key != subjectKey {
      return .serialReservedForAnother(serial, field: "subject key")
    }
    return nil
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
  /// A certificate that is going to be signed: its name and its key are its subject's from now on.
  case certify(CertificateEntry, previous: SerialNumber?)
  /// Nil where a change of documents uses it, and no decision.
  case consume(Consumption, by: DecisionID?)
  case conclude(DecisionID, Conclusion)
  /// A certificate of an inventory.
  case enlist(CertificateEntry)
  /// The inventory of an issuer is whole; the digest is that of its file.
  case closeInventory(issuer: String, file: Digest)
  case revoke(Revocation)
  /// A key, by the SHA-256 over its SubjectPublicKeyInfo, is known to be compromised.
  case compromise(Digest, since: Instant)
  /// The subject's acceptance is due.
  case awaitAcceptance(DecisionID, due: Instant)
  case accept(DecisionID)
  /// The next revision of a document.
  case put(RegisterDocument)
  /// A counter goes up by one.
  case count(Consumption)
  /// The vault keeps a content with this SHA-256.
  case keep(String, Digest)
  /// The vault keeps it no more.
  case erase(String)
}
