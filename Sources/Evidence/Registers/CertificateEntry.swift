/// One certificate as the registers know it: signed here, or imported with the inventory of an existing CA.
public struct CertificateEntry: Sendable, Hashable {
  /// The issuer's name in the configuration.
  public let issuer: String
  public let serial: SerialNumber
  /// A precertificate and its certificate share a serial number, and each has an entry.
  public let isPrecertificate: Bool
  /// SHA-256 over the certificate, DER; nil where none was released, and where the inventory has numbers alone.
  public var certificate: Digest?
  /// SHA-256 over the subject's Name, DER.
  public let subjectName: Digest?
  /// SHA-256 over the form in which names are compared (RFC 5280 clause 7.1).
  public let nameForm: Digest?
  /// Whom the certificate is about, as registrations name it; nil where an inventory does not say.
  public let subjectID: String?
  /// SHA-256 over the SubjectPublicKeyInfo.
  public let subjectKey: Digest?
  public let notBefore: Instant?
  public let notAfter: Instant?
  public let policy: CertificatePolicy?
  public let event: LifecycleEvent?
  /// SHA-256 over the terms that were accepted.
  public let terms: Digest?
  /// The id of the device record that the key's origin was judged by; nil where the policy asks for no device, and for what
  /// was imported.
  public let device: String?
  /// Nil for what was imported.
  public let decision: DecisionID?

  public init(
    issuer: String, serial: SerialNumber, isPrecertificate: Bool = false, certificate: Digest? = nil,
    subjectName: Digest? = nil, nameForm: Digest? = nil, subjectID: String? = nil, subjectKey: Digest? = nil,
    notBefore: Instant? = nil, notAfter: Instant? = nil, policy: CertificatePolicy? = nil,
    event: LifecycleEvent? = nil, terms: Digest? = nil, device: String? = nil, decision: DecisionID? = nil
  ) {
    self.issuer = issuer
    self.serial = serial
    self.isPrecertificate = isPrecertificate
    self.certificate = certificate
    self.subjectName = subjectName
    self.nameForm = nameForm
    self.subjectID = subjectID
    self.subjectKey = subjectKey
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.policy = policy
    self.event = event
    self.terms = terms
    self.device = device
    self.decision = decision
  }

  public var isImported: Bool { decision == nil }

  /// The spelling in records. Members that are not known are null.
  public var json: JSONValue {
    .object([
      "issuer": .string(issuer), "serial": .string(serial.hex), "precertificate": .bool(isPrecertificate),
      "certificate": .optional(certificate?.hex), "subjectName": .optional(subjectName?.hex),
      "nameForm": .optional(nameForm?.hex), "subjectID": .optional(subjectID),
      "subjectKey": .optional(subjectKey?.hex), "notBefore": .optional(notBefore?.description),
      "notAfter": .optional(notAfter?.description), "policy": .optional(policy?.rawValue),
      "event": .optional(event?.rawValue), "terms": .optional(terms?.hex), "device": .optional(device),
      "decision": .optional(decision?.text),
    ])
  }

  /// Reads what `json` wrote; nil for anything else.
  public init?(_ json: JSONValue) {
    let fields = RegisterFields(json)
    guard let issuer = json["issuer"]?.text, let serial = json["serial"]?.text.flatMap({ SerialNumber(hex: $0) }),
      case .bool(let isPrecertificate)? = json["precertificate"], let certificate = fields.digest("certificate"),
      let subjectName = fields.digest("subjectName"), let nameForm = fields.digest("nameForm"),
      let subjectID = fields.optional("subjectID", { $0 }), let subjectKey = fields.digest("subjectKey"),
      let notBefore = fields.optional("notBefore", { Instant($0) }),
      let notAfter = fields.optional("notAfter", { Instant($0) }),
      let policy = fields.optional("policy", { CertificatePolicy(rawValue: $0) }),
      let event = fields.optional("event", { LifecycleEvent(rawValue: $0) }), let terms = fields.digest("terms"),
      let device = fields.later("device"),
      let decision = fields.optional("decision", { DecisionID($0) })
    else { return nil }
    self.init(
      issuer: issuer, serial: serial, isPrecertificate: isPrecertificate, certificate: certificate,
      subjectName: subjectName, nameForm: nameForm, subjectID: subjectID, subjectKey: subjectKey,
      notBefore: notBefore, notAfter: notAfter, policy: policy, event: event, terms: terms, device: device,
      decision: decision)
  }
}

/// Who was given a name, or had a key certified, so far.
public struct Holders: Sendable, Hashable {
  /// Subjects as registrations name them; nil for one that an inventory does not name.
  public let subjects: [String?]

  public init(_ subjects: [String?] = []) { self.subjects = subjects }

  /// Whether the subject may have it too.
  ///
  /// A holder whom nobody named may be anyone. Only who shows the certificate in which it stood (`shown`) is taken for
  /// that holder.
  public func areNobodyBut(_ subject: String?, shown: Bool) -> Bool {
    let known = subjects.compactMap { $0 }
    guard known.allSatisfy({ $0.utf8.elementsEqual((subject ?? "").utf8) }) else { return false }
    return !known.isEmpty || subjects.isEmpty || shown
  }
}
