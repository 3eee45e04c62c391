public import Evidence

/// All registers as one value: what a chain says when its records are read in order.
public struct Registers: Sendable {
  private var serials: [SerialNumber: SerialStatus] = [:]
  private var consumed: Set<Consumption> = []
  private var decisions: [DecisionID: DecisionEntry] = [:]
  private var byRequest: [Digest: DecisionID] = [:]
  private var bySerial: [SerialNumber: DecisionID] = [:]
  private var certificates: [CertificateKey: CertificateEntry] = [:]
  private var names: [Digest: Set<String?>] = [:]
  private var keys: [Digest: Set<String?>] = [:]
  private var compromised: [Digest: Instant] = [:]
  private var revocations: [SerialNumber: Revocation] = [:]
  private var inventories: Set<Inventory> = []
  private var acceptances: [DecisionID: AwaitedAcceptance] = [:]
  private var held = DocumentRegisters()

  private struct CertificateKey: Hashable {
    let serial: SerialNumber
    let isPrecertificate: Bool

    init(_ serial: SerialNumber, isPrecertificate: Bool) {
      self.serial = serial
      self.isPrecertificate = isPrecertificate
    }

    init(_ entry: CertificateEntry) { self.init(entry.serial, isPrecertificate: entry.isPrecertificate) }
  }

  public init() {}

  /// Applies the changes of one record, all or, where one of them conflicts, none.
  public mutating func apply(_ changes: [RegisterChange], of sequence: Int64) throws(JournalError) {
    guard !changes.contains(where: \.isEnlistment) else { return try applyInTurn(changes, sequence) }
    var before: Set<RegisterChange.Place> = []
    for change in changes {
      let erased = change.name.map { before.contains(.erased($0)) } ?? false
      let twice = before.insert(change.place).inserted ? nil : change.conflictWithItself
      if let conflict = conflict(with: change, nameIsFree: erased) ?? twice { throw .conflict(conflict) }
    }
    for change in changes { enter(change, sequence) }
  }

  /// For inventories, whose entries may stand against one another.
  private mutating func applyInTurn(_ changes: [RegisterChange], _ sequence: Int64) throws(JournalError) {
    var next = self
    for change in changes {
      if let conflict = next.conflict(with: change) { throw .conflict(conflict) }
      next.enter(change, sequence)
    }
    self = next
  }

  public func status(of serial: SerialNumber) -> SerialStatus {
    guard case .precertified(let pair)? = serials[serial] else { return serials[serial] ?? .unknown }
    return .precertified(
      Precertification(
        reservation: pair.reservation, decision: pair.decision, certificate: object(of: pair.decision)))
  }

  public func decision(_ query: DecisionQuery) -> DecisionEntry? {
    switch query {
    case .id(let id): decisions[id]
    case .request(let digest): byRequest[digest].flatMap { decisions[$0] }
    case .serial(let serial): bySerial[serial].flatMap { decisions[$0] }
    }
  }

  /// Intents without their end, oldest first.
  public var pending: [DecisionID] {
    decisions.values.filter { $0.state == .pending }.sorted { $0.opening < $1.opening }.map(\.id)
  }

  public func isConsumed(_ consumption: Consumption) -> Bool { consumed.contains(consumption) }

  public func certificate(_ serial: SerialNumber, isPrecertificate: Bool) -> CertificateEntry? {
    guard var entry = certificates[CertificateKey(serial, isPrecertificate: isPrecertificate)] else {
      return nil
    }
    if let decision = entry.decision { entry.certificate = object(of: decision) }
    return entry
  }

  /// Certificates in use that rest on the device, by serial number; see `RecordStore`.
  public func certificates(
    ofDevice device: String, at now: Instant, after serial: SerialNumber?, limit: Int
  ) -> [CertificateEntry] {
    let found = certificates.values.filter { entry in
      entry.device == device && isInUse(entry, at: now)
        && serial.map { $0.magnitude.lexicographicallyPrecedes(entry.serial.magnitude) } ?? true
    }
    let sorted = found.sorted { $0.serial.magnitude.lexicographicallyPrecedes($1.serial.magnitude) }
    return sorted.prefix(max(limit, 0)).compactMap { certificate($0.serial, isPrecertificate: $0.isPrecertificate) }
  }

  /// How many certificates in use rest on each device.
  public func certifiedDevices(at now: Instant) -> [String: Int] {
    let devices = certificates.values.compactMap { isInUse($0, at: now) ? $0.device : nil }
    return Dictionary(devices.map { ($0, 1) }, uniquingKeysWith: +)
  }

  /// Of a pair the certificate stands for both; what was never signed needs no revocation.
  private func isInUse(_ entry: CertificateEntry, at now: Instant) -> Bool {
    guard let end = entry.notAfter, end >= Instant(seconds: now.seconds), revocations[entry.serial] == nil else {
      return false
    }
    guard mayBeSigned(entry) else { return false }
    let certificate = certificates[CertificateKey(entry.serial, isPrecertificate: false)]
    return !entry.isPrecertificate || !(certificate.map(mayBeSigned) ?? false)
  }

  private func mayBeSigned(_ entry: CertificateEntry) -> Bool {
    switch entry.decision.flatMap({ decisions[$0]?.state }) {
    case .concluded(.notSigned), .concluded(.incident): false
    default: true
    }
  }

  public func revocation(of serial: SerialNumber) -> Revocation? { revocations[serial] }

  public func holders(ofName form: Digest) -> Holders { Holders(sorted(names[form])) }

  public func holders(ofKey key: Digest) -> Holders { Holders(sorted(keys[key])) }

  public func compromise(of key: Digest) -> Instant? { compromised[key] }

  public func hasInventory(of issuer: String) -> Bool { inventories.contains { $0.issuer == issuer } }

  public func hasInventory(_ inventory: Inventory) -> Bool { inventories.contains(inventory) }

  public func acceptance(of decision: DecisionID) -> AwaitedAcceptance? { acceptances[decision] }

  public func answers(to question: RegisterQuestion) -> RegisterAnswers {
    RegisterAnswers(
      serial: question.serial.map { status(of: $0) } ?? .unknown, nameHolders: holders(ofName: question.nameForm),
      keyHolders: holders(ofKey: question.subjectKey), keyCompromised: compromised[question.subjectKey],
      previous: question.previous.flatMap { certificate($0, isPrecertificate: false) },
      previousRevocation: question.previous.flatMap { revocations[$0] },
      inventoryIsMissing: question.requiresInventory && !hasInventory(of: question.issuer))
  }

  /// Released certificates whose acceptance is not on record yet, the first due first.
  public var openAcceptances: [OpenAcceptance] {
    acceptances.filter { $1.record == nil && object(of: $0) != nil }
      .map { OpenAcceptance(decision: $0, due: $1.due) }
      .sorted { ($0.due, $0.decision.text) < ($1.due, $1.decision.text) }
  }

  public var counts: [RegisterName: Int] {
    [
      .serials: serials.count, .decisions: decisions.count, .consumed: consumed.count,
      .certificates: certificates.count, .names: names.values.reduce(0) { $0 + $1.count },
      .keys: keys.values.reduce(0) { $0 + $1.count }, .compromised: compromised.count,
      .revocations: revocations.count, .inventories: inventories.count, .acceptances: acceptances.count,
      .documents: held.documents.count, .counters: held.counters.count, .vault: held.vault.count,
    ]
  }

  public func document(_ register: String, _ key: String) -> RegisterDocument? {
    held.document(DocumentRegisters.DocumentKey(register, key))
  }

  /// Documents of a register, or of one owner in it, by the bytes of their keys; see `RecordStore`.
  public func documents(_ register: String, owner: String?, after key: String?, limit: Int) -> [RegisterDocument] {
    held.documents(register, owner: owner, after: key, limit: limit)
  }

  /// Sequence of the record that put the document's revision of now.
  public func lastChange(ofDocument key: String, in register: String) -> Int64? {
    held.documents[DocumentRegisters.DocumentKey(register, key)]?.record
  }

  public func consumed(_ register: String, among values: [String]) -> Set<String> {
    Set(values.filter { isConsumed(Consumption(register: register, value: $0)) })
  }

  public func count(_ register: String, _ key: String) -> Int64 {
    held.counters[Consumption(register: register, value: key)] ?? 0
  }

  /// SHA-256 over what the vault keeps under this name; nil where it keeps nothing.
  public func kept(_ name: String) -> Digest? { held.vault[ExactText(name)] }

  private func object(of decision: DecisionID) -> Digest? {
    guard case .concluded(.signed(let object))? = decisions[decision]?.state else { return nil }
    return object
  }

  private func sorted(_ subjects: Set<String?>?) -> [String?] {
    (subjects ?? []).sorted { ($0 ?? "").utf8.lexicographicallyPrecedes(($1 ?? "").utf8) }
  }

  private func conflict(with change: RegisterChange, nameIsFree: Bool = false) -> Conflict? {
    switch change {
    case .reserve(let reservation):
      return serials[reservation.serial].map { _ in .serialTaken(reservation.serial) }
    case .certify(let entry, let previous):
      return entry.conflict(
        nameHolders: entry.nameForm.map(holders(ofName:)) ?? Holders(),
        keyHolders: entry.subjectKey.map(holders(ofKey:)) ?? Holders(),
        previous: previous.flatMap { certificate($0, isPrecertificate: false) },
        keyIsCompromised: entry.subjectKey.map { compromised[$0] != nil } ?? false)
    case .enlist(let entry):
      if let conflict = entry.conflict(with: serials[entry.serial] ?? .unknown) { return conflict }
      if certificates[CertificateKey(entry)] != nil { return .serialTaken(entry.serial) }
      return entry.conflict(nameHolders: entry.nameForm.map(holders(ofName:)) ?? Holders())
    case .revoke(let revocation):
      return revocations[revocation.serial].map { _ in .alreadyRevoked(revocation.serial) }
    case .accept(let id):
      guard let acceptance = acceptances[id], object(of: id) != nil, acceptance.record == nil else {
        return .noAcceptanceDue(id)
      }
      return nil
    case .closeInventory, .compromise, .awaitAcceptance, .count:
      return nil
    case .put(let document): return held.conflict(with: document)
    case .keep(let name, _): return nameIsFree || held.vault[ExactText(name)] == nil ? nil : .nameTaken(name)
    case .erase(let name): return held.vault[ExactText(name)] == nil ? .nothingKept(name) : nil
    case .refuse(let id, _, _):
      return decisions[id].map { _ in .duplicateDecision(id) }
    case .open(let id, let request, _):
      if decisions[id] != nil { return .duplicateDecision(id) }
      return decision(.request(request)).flatMap { $0.state == .refused ? nil : .duplicateRequest($0.id) }
    case .spend(let claim, _):
      return claim.conflict(with: status(of: claim.serial))
    case .consume(let consumption, _):
      return consumed.contains(consumption) ? .alreadyConsumed(consumption) : nil
    case .conclude(let id, _):
      switch decisions[id]?.state {
      case .pending: return nil
      case .concluded: return .alreadyConcluded(id)
      case .refused, nil: return .noIntent(id)
      }
    }
  }

  private mutating func enter(_ change: RegisterChange, _ sequence: Int64) {
    switch change {
    case .reserve(let reservation):
      serials[reservation.serial] = .reserved(reservation)
    case .refuse(let id, let request, let serial):
      enter(id, request, serial, .refused, sequence)
    case .open(let id, let request, let serial):
      enter(id, request, serial, .pending, sequence)
    case .spend(let claim, let id):
      if claim.isPrecertificate, case .reserved(let reservation)? = serials[claim.serial] {
        serials[claim.serial] = .precertified(
          Precertification(reservation: reservation, decision: id, certificate: nil))
      } else {
        serials[claim.serial] = .spent(decision: id)
      }
    case .certify(let entry, _):
      enter(entry)
    case .enlist(let entry):
      serials[entry.serial] = .imported(issuer: entry.issuer)
      enter(entry)
    case .closeInventory(let issuer, let file):
      inventories.insert(Inventory(issuer: issuer, file: file))
    case .revoke(let revocation):
      revocations[revocation.serial] = revocation
    case .compromise(let key, let since):
      if compromised[key] == nil { compromised[key] = since }
    case .awaitAcceptance(let id, let due):
      acceptances[id] = AwaitedAcceptance(due: due, record: nil)
    case .accept(let id):
      acceptances[id]?.record = sequence
    case .consume(let consumption, _):
      consumed.insert(consumption)
    case .conclude(let id, let conclusion):
      decisions[id]?.state = .concluded(conclusion)
      decisions[id]?.conclusion = sequence
    case .put(let document): held.put(document, sequence)
    case .count(let counter): held.count(counter)
    case .keep(let name, let digest): held.keep(name, digest)
    case .erase(let name): held.erase(name)
    }
  }

  private mutating func enter(_ entry: CertificateEntry) {
    certificates[CertificateKey(entry)] = entry
    if entry.takesName, let form = entry.nameForm { names[form, default: []].insert(entry.subjectID) }
    if let key = entry.subjectKey { keys[key, default: []].insert(entry.subjectID) }
  }

  private mutating func enter(
    _ id: DecisionID, _ request: Digest, _ serial: SerialNumber?, _ state: DecisionEntry.State, _ sequence: Int64
  ) {
    decisions[id] = DecisionEntry(id: id, request: request, serial: serial, opening: sequence, state: state)
    // A refusal never hides an intent.
    func hides(_ other: DecisionID?) -> Bool {
      state == .refused && other.map { decisions[$0]?.state != .refused } ?? false
    }
    if !hides(byRequest[request]) { byRequest[request] = id }
    if let serial, !hides(bySerial[serial]) { bySerial[serial] = id }
  }
}

extension RegisterChange {
  fileprivate var isEnlistment: Bool {
    if case .enlist = self { true } else { false }
  }

  /// What a record changes once at most, whatever it makes of it.
  fileprivate enum Place: Hashable {
    case document(DocumentRegisters.DocumentKey)
    case kept(ExactText)
    case erased(ExactText)
    case other(RegisterChange)
  }

  fileprivate var place: Place {
    switch self {
    case .put(let document): .document(DocumentRegisters.DocumentKey(document.register, document.key))
    case .keep(let name, _): .kept(ExactText(name))
    case .erase(let name): .erased(ExactText(name))
    default: .other(self)
    }
  }

  /// The name that something new in the vault takes.
  fileprivate var name: ExactText? {
    if case .keep(let name, _) = self { ExactText(name) } else { nil }
  }

  /// What stands against the same change twice in one record.
  fileprivate var conflictWithItself: Conflict? {
    switch self {
    case .reserve(let reservation): .serialTaken(reservation.serial)
    case .spend(let claim, let id): .serialSpent(claim.serial, by: id)
    case .consume(let consumption, _): .alreadyConsumed(consumption)
    case .refuse(let id, _, _), .open(let id, _, _): .duplicateDecision(id)
    case .conclude(let id, _): .alreadyConcluded(id)
    case .certify(let entry, _), .enlist(let entry): .serialTaken(entry.serial)
    case .revoke(let revocation): .alreadyRevoked(revocation.serial)
    case .accept(let id), .awaitAcceptance(let id, _): .noAcceptanceDue(id)
    case .put(let document): .staleRevision(register: document.register, key: document.key)
    case .keep(let name, _): .nameTaken(name)
    case .erase(let name): .nothingKept(name)
    case .closeInventory, .compromise, .count: nil
    }
  }
}
