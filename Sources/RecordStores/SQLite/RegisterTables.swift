internal import Evidence
internal import Records

/// The registers as tables. Belongs to the writer's thread.
final class RegisterTables {
  private let connection: Connection
  private let queries: RegisterQueries
  private let documents: DocumentTables
  private let reserve: Statement
  private let spend: Statement
  private let precertify: Statement
  private let decide: Statement
  private let decision: Statement
  private let taken: Statement
  private let conclude: Statement
  private let consume: Statement
  private let certify: Statement
  private let name: Statement
  private let key: Statement
  private let compromise: Statement
  private let revoke: Statement
  private let inventory: Statement
  private let awaitAcceptance: Statement
  private let accept: Statement

  init(_ connection: Connection) throws(RecordStoreError) {
    self.connection = connection
    reserve = try connection.prepare(
      "INSERT INTO serials (serial, issuer, requester, subject_key, reserved_at, expires) VALUES (?, ?, ?, ?, ?, ?)")
    queries = try RegisterQueries(connection)
    documents = try DocumentTables(connection)
    spend = try connection.prepare("UPDATE serials SET decision = ? WHERE serial = ? AND decision IS NULL")
    precertify = try connection.prepare(
      "UPDATE serials SET precertificate = ? WHERE serial = ? AND precertificate IS NULL AND decision IS NULL")
    decide = try connection.prepare(
      "INSERT INTO decisions (id, request, serial, opening, state) VALUES (?, ?, ?, ?, ?)")
    decision = try connection.prepare("SELECT \(DecisionEntry.columns) FROM decisions WHERE id = ?")
    taken = try connection.prepare("SELECT id FROM decisions WHERE request = ? AND state <> 'refused'")
    conclude = try connection.prepare(
      "UPDATE decisions SET state = ?, object = ?, conclusion = ? WHERE id = ? AND state = 'pending'")
    consume = try connection.prepare("INSERT INTO consumed (register, value, decision) VALUES (?, ?, ?)")
    certify = try connection.prepare(
      """
      INSERT INTO certificates (serial, precertificate, issuer, certificate, subject_name, name_form, subject_id,
        subject_key, not_before, not_after, policy, event, terms, device, decision)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    name = try connection.prepare("INSERT OR IGNORE INTO names (form, subject) VALUES (?, ?)")
    key = try connection.prepare("INSERT OR IGNORE INTO certified_keys (key, subject) VALUES (?, ?)")
    compromise = try connection.prepare("INSERT OR IGNORE INTO compromised_keys (key, since) VALUES (?, ?)")
    revoke = try connection.prepare("INSERT INTO revocations (serial, reason, at) VALUES (?, ?, ?)")
    inventory = try connection.prepare("INSERT OR IGNORE INTO inventories (issuer, file) VALUES (?, ?)")
    awaitAcceptance = try connection.prepare("INSERT INTO acceptances (decision, due) VALUES (?, ?)")
    accept = try connection.prepare(
      """
      UPDATE acceptances SET record = ? WHERE decision = ? AND record IS NULL
        AND (SELECT state FROM decisions WHERE id = acceptances.decision) = 'signed'
      """)
  }

  /// Enters the change of the record with this sequence, or returns what stands against it. `items` are what the entry
  /// brings for the vault.
  func enter(
    _ change: RegisterChange, of sequence: Int64, keeping items: [VaultItem]
  ) throws(RecordStoreError) -> Conflict? {
    switch change {
    case .reserve(let reservation): return try enter(reservation)
    case .refuse(let id, let request, let serial):
      return try decide(id, request, serial, "refused", sequence) ? nil : .duplicateDecision(id)
    case .open(let id, let request, let serial):
      if try decide(id, request, serial, "pending", sequence) { return nil }
      let other = try taken.first(.blob(request.bytes)) { $0.text(0).flatMap { DecisionID($0) } }
      return other.map { $0 == id ? .duplicateDecision(id) : .duplicateRequest($0) } ?? .duplicateDecision(id)
    case .spend(let claim, let id): return try enter(claim, by: id)
    case .consume(let consumption, let id):
      // Empty where no decision used it.
      let new = try consume.insert(.text(consumption.register), .text(consumption.value), .text(id?.text ?? ""))
      return new ? nil : .alreadyConsumed(consumption)
    case .conclude(let id, let conclusion): return try enter(conclusion, of: id, sequence)
    case .certify(let entry, let previous): return try certify(entry, previous)
    case .enlist(let entry): return try enlist(entry)
    case .closeInventory(let issuer, let file):
      try inventory.run(.text(issuer), .blob(file.bytes))
      return nil
    case .revoke(let revocation):
      let new = try revoke.insert(
        .blob(revocation.serial.magnitude), .text(revocation.reason.rawValue), .text(revocation.at.description))
      return new ? nil : .alreadyRevoked(revocation.serial)
    case .compromise(let digest, let since):
      try compromise.run(.blob(digest.bytes), .text(since.description))
      return nil
    case .awaitAcceptance(let id, let due):
      return try awaitAcceptance.insert(.text(id.text), .text(due.description)) ? nil : .duplicateDecision(id)
    case .accept(let id):
      try accept.run(.integer(sequence), .text(id.text))
      return connection.changes == 1 ? nil : .noAcceptanceDue(id)
    case .put(let document): return try documents.put(document, of: sequence)
    case .count(let counter):
      try documents.count(counter)
      return nil
    case .keep(let name, let digest): return try documents.keep(name, digest, from: items)
    case .erase(let name): return try documents.erase(name)
    }
  }

  private func enter(_ reservation: SerialReservation) throws(RecordStoreError) -> Conflict? {
    let new = try reserve.insert(
      .blob(reservation.serial.magnitude), .text(reservation.issuer), .text(reservation.requester),
      .optional(reservation.subjectKey?.bytes), .text(reservation.reservedAt.description),
      .optional(reservation.expires?.description))
    return new ? nil : .serialTaken(reservation.serial)
  }

  private func enter(_ claim: SerialClaim, by id: DecisionID) throws(RecordStoreError) -> Conflict? {
    if let conflict = claim.conflict(with: try queries.status(of: claim.serial)) { return conflict }
    let statement = claim.isPrecertificate ? precertify : spend
    try statement.run(.text(id.text), .blob(claim.serial.magnitude))
    return connection.changes == 1 ? nil : .serialSpent(claim.serial, by: id)
  }

  private func certify(_ entry: CertificateEntry, _ serial: SerialNumber?) throws(RecordStoreError) -> Conflict? {
    var previous: CertificateEntry?
    if let serial { previous = try queries.certificate(serial, isPrecertificate: false) }
    let conflict = entry.conflict(
      nameHolders: try queries.holders(ofName: entry.nameForm),
      keyHolders: try queries.holders(ofKey: entry.subjectKey), previous: previous,
      keyIsCompromised: try queries.compromise(of: entry.subjectKey) != nil)
    if let conflict { return conflict }
    return try enter(entry)
  }

  private func enlist(_ entry: CertificateEntry) throws(RecordStoreError) -> Conflict? {
    let status = try queries.status(of: entry.serial)
    if let conflict = entry.conflict(with: status) { return conflict }
    if let conflict = entry.conflict(nameHolders: try queries.holders(ofName: entry.nameForm)) { return conflict }
    if status == .unknown {
      // The number is taken; when it was given out nobody knows.
      _ = try reserve.insert(
        .blob(entry.serial.magnitude), .text(entry.issuer), .text(SerialStatus.importer), .null,
        .text(Instant(seconds: 0).description), .null)
    }
    return try enter(entry)
  }

  private func enter(_ entry: CertificateEntry) throws(RecordStoreError) -> Conflict? {
    let new = try certify.insert(
      .blob(entry.serial.magnitude), .integer(entry.isPrecertificate ? 1 : 0), .text(entry.issuer),
      .optional(entry.certificate?.bytes), .optional(entry.subjectName?.bytes), .optional(entry.nameForm?.bytes),
      .optional(entry.subjectID), .optional(entry.subjectKey?.bytes), .optional(entry.notBefore?.description),
      .optional(entry.notAfter?.description), .optional(entry.policy?.rawValue), .optional(entry.event?.rawValue),
      .optional(entry.terms?.bytes), .optional(entry.device), .optional(entry.decision?.text))
    guard new else { return .serialTaken(entry.serial) }
    if entry.takesName, let form = entry.nameForm { try name.run(.blob(form.bytes), .optional(entry.subjectID)) }
    if let digest = entry.subjectKey { try key.run(.blob(digest.bytes), .optional(entry.subjectID)) }
    return nil
  }

  private func enter(
    _ conclusion: Conclusion, of id: DecisionID, _ sequence: Int64
  ) throws(RecordStoreError) -> Conflict? {
    let (state, object) = conclusion.columns
    try conclude.run(state, object, .integer(sequence), .text(id.text))
    if connection.changes == 1 { return nil }
    switch try decision.first(.text(id.text), reading: DecisionEntry.read)?.state {
    case .concluded: return .alreadyConcluded(id)
    case .pending, .refused, nil: return .noIntent(id)
    }
  }

  private func decide(
    _ id: DecisionID, _ request: Digest, _ serial: SerialNumber?, _ state: String, _ sequence: Int64
  ) throws(RecordStoreError) -> Bool {
    try decide.insert(
      .text(id.text), .blob(request.bytes), .optional(serial?.magnitude), .integer(sequence), .text(state))
  }
}
