/// All that the registers say about one request, at one time: evidence for the gate Lifecycle.
public struct RegisterAnswers: Sendable, Hashable {
  /// Of the TBS's serial number.
  public let serial: SerialStatus
  /// To whom the subject's name was given, by whichever CA of the provider.
  public let nameHolders: Holders
  /// For whom the subject's key was certified.
  public let keyHolders: Holders
  /// Since when the subject's key is known to be compromised; nil where it is not.
  public let keyCompromised: Instant?
  /// The entry with the serial number of the previous certificate that the request shows.
  public let previous: CertificateEntry?
  /// The revocation of that number.
  public let previousRevocation: Revocation?
  /// The issuer had a history before this gateway, and its inventory is not on record.
  public let inventoryIsMissing: Bool

  public init(
    serial: SerialStatus, nameHolders: Holders = Holders(), keyHolders: Holders = Holders(),
    keyCompromised: Instant? = nil, previous: CertificateEntry? = nil, previousRevocation: Revocation? = nil,
    inventoryIsMissing: Bool = false
  ) {
    self.serial = serial
    self.nameHolders = nameHolders
    self.keyHolders = keyHolders
    self.keyCompromised = keyCompromised
    self.previous = previous
    self.previousRevocation = previousRevocation
    self.inventoryIsMissing = inventoryIsMissing
  }

  /// The spelling in records: enough to judge by it again.
  public var json: JSONValue {
    .object([
      "serial": serial.json,
      "nameHolders": .array(nameHolders.subjects.map(JSONValue.optional)),
      "keyHolders": .array(keyHolders.subjects.map(JSONValue.optional)),
      "keyCompromised": .optional(keyCompromised?.description),
      "previous": previous?.json ?? .null,
      "previousRevocation": previousRevocation?.json ?? .null,
      "inventoryIsMissing": .bool(inventoryIsMissing),
    ])
  }

  /// Reads what `json` wrote; nil for anything else.
  public init?(_ json: JSONValue) {
    guard let serial = json["serial"].flatMap({ SerialStatus($0) }),
      let nameHolders = Holders(json["nameHolders"]), let keyHolders = Holders(json["keyHolders"]),
      let keyCompromised = RegisterFields(json).optional("keyCompromised", { Instant($0) }),
      let previous = json.entry("previous", { CertificateEntry($0) }),
      let previousRevocation = json.entry("previousRevocation", { Revocation($0) }),
      case .bool(let inventoryIsMissing)? = json["inventoryIsMissing"]
    else { return nil }
    self.init(
      serial: serial, nameHolders: nameHolders, keyHolders: keyHolders, keyCompromised: keyCompromised,
      previous: previous, previousRevocation: previousRevocation, inventoryIsMissing: inventoryIsMissing)
  }
}

extension JSONValue {
  /// `.some(nil)` where the member is null, nil where it is missing or cannot be read.
  fileprivate func entry<Value>(_ name: String, _ read: (JSONValue) -> Value?) -> Value?? {
    switch self[name] {
    case nil: nil
    case .null: .some(nil)
    case .some(let value): read(value).map { .some($0) }
    }
  }
}

extension Holders {
  fileprivate init?(_ json: JSONValue?) {
    guard let elements = json?.elements else { return nil }
    var subjects: [String?] = []
    for element in elements {
      switch element {
      case .null: subjects.append(nil)
      case .string(let text): subjects.append(text)
      default: return nil
      }
    }
    self.init(subjects)
  }
}

extension SerialStatus {
  public var json: JSONValue {
    switch self {
    case .unknown: .object(["state": .string("unknown")])
    case .reserved(let reservation): .object(["state": .string("reserved"), "reservation": reservation.json])
    case .precertified(let pair):
      .object([
        "state": .string("precertified"), "reservation": pair.reservation.json,
        "decision": .string(pair.decision.text), "certificate": .optional(pair.certificate?.hex),
      ])
    case .spent(let decision): .object(["state": .string("spent"), "decision": .string(decision.text)])
    case .imported(let issuer): .object(["state": .string("imported"), "issuer": .string(issuer)])
    }
  }

  /// Reads what `json` wrote; nil for anything else.
  public init?(_ json: JSONValue) {
    let decision = json["decision"]?.text.flatMap { DecisionID($0) }
    let reservation = json["reservation"].flatMap { SerialReservation($0) }
    switch json["state"]?.text {
    case "unknown": self = .unknown
    case "reserved":
      guard let reservation else { return nil }
      self = .reserved(reservation)
    case "precertified":
      guard let reservation, let decision, let certificate = RegisterFields(json).digest("certificate") else {
        return nil
      }
      self = .precertified(
        Precertification(reservation: reservation, decision: decision, certificate: certificate))
    case "spent":
      guard let decision else { return nil }
      self = .spent(decision: decision)
    case "imported":
      guard let issuer = json["issuer"]?.text else { return nil }
      self = .imported(issuer: issuer)
    default: return nil
    }
  }
}

extension SerialReservation {
  fileprivate var json: JSONValue {
    .object([
      "serial": .string(serial.hex), "issuer": .string(issuer), "requester": .string(requester),
      "subjectKey": .optional(subjectKey?.hex), "reservedAt": .string(reservedAt.description),
      "expires": .optional(expires?.description),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    let fields = RegisterFields(json)
    guard let serial = json["serial"]?.text.flatMap({ SerialNumber(hex: $0) }), let issuer = json["issuer"]?.text,
      let requester = json["requester"]?.text, let subjectKey = fields.digest("subjectKey"),
      let reservedAt = json["reservedAt"]?.text.flatMap({ Instant($0) }),
      let expires = fields.optional("expires", { Instant($0) })
    else { return nil }
    self.init(
      serial: serial, issuer: issuer, requester: requester, subjectKey: subjectKey, reservedAt: reservedAt,
      expires: expires)
  }
}
