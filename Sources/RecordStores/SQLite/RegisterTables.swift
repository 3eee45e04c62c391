internal import Evidence
internal import Records

/// The registers as tables. Belongs to the writer's thread.
final class RegisterTables {
  private let connection: Connection
  private let reserve: Statement
  private let serial: Statement
  private let spend: Statement
  private let decide: Statement
  private let decision: Statement
  private let taken: Statement
  private let conclude: Statement
  private let consume: Statement

  init(_ connection: Connection) throws(RecordStoreError) {
    self.connection = connection
    reserve = try connection.prepare(
      "INSERT INTO serials (serial, issuer, requester, subject_key, reserved_at, expires) VALUES (?, ?, ?, ?, ?, ?)")
    serial = try connection.prepare("SELECT \(SerialStatus.columns) FROM serials WHERE serial = ?")
    spend = try connection.prepare("UPDATE serials SET decision = ? WHERE serial = ? AND decision IS NULL")
    decide = try connection.prepare(
      "INSERT INTO decisions (id, request, serial, opening, state) VALUES (?, ?, ?, ?, ?)")
    decision = try connection.prepare("SELECT \(DecisionEntry.columns) FROM decisions WHERE id = ?")
    taken = try connection.prepare("SELECT id FROM decisions WHERE request = ? AND state <> 'refused'")
    conclude = try connection.prepare(
      "UPDATE decisions SET state = ?, object = ?, conclusion = ? WHERE id = ? AND state = 'pending'")
    consume = try connection.prepare("INSERT INTO consumed (register, value, decision) VALUES (?, ?, ?)")
  }

  /// Enters the change of the record with this sequence, or returns what stands against it.
  func enter(_ change: RegisterChange, of sequence: Int64) throws(RecordStoreError) -> Conflict? {
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
      let new = try consume.insert(.text(consumption.register), .text(consumption.value), .text(id.text))
      return new ? nil : .alreadyConsumed(consumption)
    case .conclude(let id, let conclusion): return try enter(conclusion, of: id, sequence)
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
    var found = false
    let read = try serial.first(.blob(claim.serial.magnitude)) { row in
      found = true
      return SerialStatus.read(row)
    }
    guard let status = found ? read : .unknown else { throw .unreadable("serial \(claim.serial)") }
    if let conflict = claim.conflict(with: status) { return conflict }
    try spend.run(.text(id.text), .blob(claim.serial.magnitude))
    return connection.changes == 1 ? nil : .serialSpent(claim.serial, by: id)
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
