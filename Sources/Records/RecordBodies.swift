internal import Evidence

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
    case .inventoryEntries: fields.inventoryEntries()
    case .inventoryImported: fields.inventoryEnd()
    case .certificateRevoked: fields.revocation()
    case .keyCompromised: fields.compromise()
    case .acceptance: fields.decision().map { [.accept($0)] }
    case _ where RecordKind.documentKinds.contains(kind): fields.documentChanges()
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

  private func digestOrNull(_ name: String) -> Digest?? { optional(name) { Digest(sha256: $0) } }

  private func instant(_ name: String) -> Instant? { body[name]?.text.flatMap { Instant($0) } }

  func reservations() -> [SerialReservation]? {
    guard let issuer = body["issuer"]?.text, let requester = body["requester"]?.text,
      let subjectKey = digestOrNull("subjectKey"),
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
      let issuer = body["issuer"]?.text, let requester = body["requester"]?.text,
      let subjectKey = digestOrNull("subjectKey"),
      let decidedAt = instant("decidedAt"), let consumes = list("consumes", { Consumption($0) }),
      let counts = list("counts", ifMissing: [], { Consumption($0) }),
      let documents = list("documents", ifMissing: [], { RegisterDocument($0) }), let certification = certification(),
      MessageForm(intent: body) != nil
    else { return nil }
    var changes: [RegisterChange] = [.open(decision, request: request, serial: serial)]
    if let serial {
      let claim = SerialClaim(
        serial: serial, issuer: issuer, requester: requester, subjectKey: subjectKey,
        isPrecertificate: certification?.isPrecertificate ?? false, precertificate: certification?.precertificate,
        at: decidedAt)
      changes.append(.spend(claim, by: decision))
      if let certification {
        changes.append(
          .certify(
            CertificateEntry(
              issuer: issuer, serial: serial, isPrecertificate: certification.isPrecertificate,
              subjectName: certification.subjectName, nameForm: certification.nameForm,
              subjectID: certification.subjectID, subjectKey: subjectKey, notBefore: certification.notBefore,
              notAfter: certification.notAfter,
              policy: body["policy"]?.text.flatMap { CertificatePolicy(rawValue: $0) },
              event: body["event"]?.text.flatMap { LifecycleEvent(rawValue: $0) }, terms: certification.terms,
              device: certification.device, decision: decision),
            previous: certification.previous))
      }
    }
    if let due = certification?.acceptanceDue { changes.append(.awaitAcceptance(decision, due: due)) }
    changes += consumes.map { .consume($0, by: decision) }
    return changes + counts.map(RegisterChange.count) + documents.map(RegisterChange.put)
  }

  func documentChanges() -> [RegisterChange]? {
    guard let documents = list("documents", { RegisterDocument($0) }), instant("at") != nil, body["note"] != nil,
      let consumes = list("consumes", { Consumption($0) }), let erases = list("erases", \.text),
      let keeps = list(
        "keeps",
        { item in
          item["name"]?.text.flatMap { name in item["digest"]?.sha256.map { RegisterChange.keep(name, $0) } }
        })
    else { return nil }
    return consumes.map { .consume($0, by: nil) } + documents.map(RegisterChange.put)
      + erases.map(RegisterChange.erase) + keeps
  }

  /// Nil where an element cannot be read, or the list is missing that must be there.
  private func list<Element>(
    _ name: String, ifMissing missing: [Element]? = nil, _ read: (JSONValue) -> Element?
  ) -> [Element]? {
    guard let json = body[name] else { return missing }
    guard let elements = json.elements else { return nil }
    let values = elements.compactMap(read)
    return values.count == elements.count ? values : nil
  }

  func conclusion(_ read: (BodyReader) -> Conclusion?) -> [RegisterChange]? {
    guard let decision = decision(), let conclusion = read(self) else { return nil }
    return [.conclude(decision, conclusion)]
  }

  /// `.some(nil)` where the member is null, nil where it is missing or cannot be read.
  private func certification() -> Certification?? {
    guard let json = body["certification"] else { return nil }
    if case .null = json { return .some(nil) }
    let fields = BodyReader(json)
    guard let subjectName = fields.digest("subjectName"), let nameForm = fields.digest("nameForm"),
      let subjectID = fields.optional("subjectID", { $0 }), let notBefore = fields.instant("notBefore"),
      let notAfter = fields.instant("notAfter"), case .bool(let isPrecertificate)? = json["isPrecertificate"],
      let precertificate = fields.digestOrNull("precertificate"),
      let previous = fields.optional("previous", { SerialNumber(hex: $0) }), let terms = fields.digestOrNull("terms"),
      let acceptanceDue = fields.optional("acceptanceDue", { Instant($0) }),
      let device = fields.optional("device", { $0 })
    else { return nil }
    return Certification(
      subjectName: subjectName, nameForm: nameForm, subjectID: subjectID, notBefore: notBefore, notAfter: notAfter,
      isPrecertificate: isPrecertificate, precertificate: precertificate, previous: previous, terms: terms,
      acceptanceDue: acceptanceDue, device: device)
  }

  func inventoryEntries() -> [RegisterChange]? {
    guard let elements = body["entries"]?.elements else { return nil }
    let entries = elements.compactMap { CertificateEntry($0) }
    guard entries.count == elements.count, entries.allSatisfy(\.isImported) else { return nil }
    return entries.map(RegisterChange.enlist)
  }

  func inventoryEnd() -> [RegisterChange]? {
    guard let issuer = body["issuer"]?.text, let file = digest("file") else { return nil }
    return [.closeInventory(issuer: issuer, file: file)]
  }

  func revocation() -> [RegisterChange]? {
    guard let revocation = Revocation(body), let subjectKey = digestOrNull("subjectKey") else { return nil }
    let compromised = revocation.reason == .keyCompromise ? subjectKey : nil
    return [.revoke(revocation)] + (compromised.map { [.compromise($0, since: revocation.at)] } ?? [])
  }

  func compromise() -> [RegisterChange]? {
    guard let key = digest("key"), let at = instant("at") else { return nil }
    return [.compromise(key, since: at)]
  }
}
