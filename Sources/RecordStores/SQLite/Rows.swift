internal import Evidence
internal import Records

// How values stand in columns. What does not read back is a fault, never a guess.

extension SealedRecord {
  static let columns = "sequence, previous, time, kind, body, hash"

  /// Reads `columns`.
  static func read(_ row: Row) -> Result<SealedRecord, RecordStoreError> {
    guard let sequence = row.integer(0), let previous = row.sha256(1), let text = row.text(2),
      let time = Instant(text), time.description == text, let kind = row.text(3), let body = row.blob(4),
      let hash = row.sha256(5)
    else {
      let fault = ChainFault(
        record: row.integer(0) ?? 0, found: "a column cannot be read", required: "a row as it was written")
      return .failure(.corrupt(fault))
    }
    return .success(
      SealedRecord(
        sequence: sequence, previous: previous, time: time, kind: RecordKind(rawValue: kind), body: body, hash: hash))
  }
}

extension SerialStatus {
  static let columns = """
    serial, issuer, requester, subject_key, reserved_at, expires, precertificate, decision,
    (SELECT object FROM decisions WHERE id = serials.precertificate)
    """

  /// Stands as requester of what was never reserved here, and can be no requester's id.
  static let importer = "(inventory)"

  /// Reads `columns`; nil where they are not as they were written.
  static func read(_ row: Row) -> SerialStatus? {
    guard let serial = row.blob(0).flatMap({ SerialNumber(magnitude: $0) }), let issuer = row.text(1),
      let requester = row.text(2), let reservedAt = row.text(4).flatMap({ Instant($0) })
    else { return nil }
    if !row.isNull(7) { return row.text(7).flatMap { DecisionID($0) }.map { .spent(decision: $0) } }
    if requester == importer { return .imported(issuer: issuer) }
    let subjectKey = row.sha256(3)
    let expires = row.text(5).flatMap { Instant($0) }
    guard row.isNull(3) || subjectKey != nil, row.isNull(5) || expires != nil else { return nil }
    let reservation = SerialReservation(
      serial: serial, issuer: issuer, requester: requester, subjectKey: subjectKey, reservedAt: reservedAt,
      expires: expires)
    guard !row.isNull(6) else { return .reserved(reservation) }
    return row.text(6).flatMap { DecisionID($0) }.map {
      .precertified(Precertification(reservation: reservation, decision: $0, certificate: row.sha256(8)))
    }
  }
}

extension CertificateEntry {
  /// The certificate that was signed here is the object of its decision.
  static let columns = """
    serial, precertificate, issuer,
    coalesce(certificate, (SELECT object FROM decisions WHERE id = certificates.decision)),
    subject_name, name_form, subject_id, subject_key, not_before, not_after, policy, event, terms, device,
    decision
    """

  /// Reads `columns`; nil where they are not as they were written.
  static func read(_ row: Row) -> CertificateEntry? {
    guard let serial = row.blob(0).flatMap({ SerialNumber(magnitude: $0) }), let flag = row.integer(1),
      let issuer = row.text(2), let certificate = row.optional(3, { row.sha256($0) }),
      let subjectName = row.optional(4, { row.sha256($0) }), let nameForm = row.optional(5, { row.sha256($0) }),
      let subjectID = row.optional(6, { row.text($0) }), let subjectKey = row.optional(7, { row.sha256($0) }),
      let notBefore = row.optional(8, { row.instant($0) }), let notAfter = row.optional(9, { row.instant($0) }),
      let policy = row.optional(10, { row.text($0).flatMap { CertificatePolicy(rawValue: $0) } }),
      let event = row.optional(11, { row.text($0).flatMap { LifecycleEvent(rawValue: $0) } }),
      let terms = row.optional(12, { row.sha256($0) }),
      let device = row.optional(13, { row.text($0) }),
      let decision = row.optional(14, { row.text($0).flatMap { DecisionID($0) } })
    else { return nil }
    return CertificateEntry(
      issuer: issuer, serial: serial, isPrecertificate: flag != 0, certificate: certificate,
      subjectName: subjectName, nameForm: nameForm, subjectID: subjectID, subjectKey: subjectKey,
      notBefore: notBefore, notAfter: notAfter, policy: policy, event: event, terms: terms, device: device,
      decision: decision)
  }
}

extension Revocation {
  static let columns = "serial, reason, at"

  /// Reads `columns`; nil where they are not as they were written.
  static func read(_ row: Row) -> Revocation? {
    guard let serial = row.blob(0).flatMap({ SerialNumber(magnitude: $0) }),
      let reason = row.text(1).flatMap({ RevocationReason(rawValue: $0) }), let at = row.instant(2)
    else { return nil }
    return Revocation(serial: serial, reason: reason, at: at)
  }
}

extension DecisionEntry {
  static let columns = "id, request, serial, opening, state, object, conclusion"

  /// Reads `columns`; nil where they are not as they were written.
  static func read(_ row: Row) -> DecisionEntry? {
    guard let id = row.text(0).flatMap({ DecisionID($0) }), let request = row.sha256(1), let opening = row.integer(3),
      let name = row.text(4), let state = State(name: name, object: row.sha256(5))
    else { return nil }
    let serial = row.blob(2).flatMap { SerialNumber(magnitude: $0) }
    guard row.isNull(2) || serial != nil else { return nil }
    return DecisionEntry(
      id: id, request: request, serial: serial, opening: opening, state: state, conclusion: row.integer(6))
  }
}

extension DecisionEntry.State {
  fileprivate init?(name: String, object: Digest?) {
    switch (name, object) {
    case ("refused", nil): self = .refused
    case ("pending", nil): self = .pending
    case ("signed", .some(let object)): self = .concluded(.signed(object: object))
    case ("not-signed", nil): self = .concluded(.notSigned)
    case ("unknown", nil): self = .concluded(.unknown)
    case ("incident", nil): self = .concluded(.incident)
    default: return nil
    }
  }
}

extension Conclusion {
  /// The columns `state` and `object`.
  var columns: (state: SQLValue, object: SQLValue) {
    switch self {
    case .signed(let object): (.text("signed"), .blob(object.bytes))
    case .notSigned: (.text("not-signed"), .null)
    case .unknown: (.text("unknown"), .null)
    case .incident: (.text("incident"), .null)
    }
  }
}

extension Row {
  func sha256(_ column: Int32) -> Digest? {
    blob(column).flatMap { Digest(algorithm: .sha256, bytes: $0) }
  }

  func instant(_ column: Int32) -> Instant? { text(column).flatMap { Instant($0) } }

  /// `.some(nil)` where the column is NULL, nil where it cannot be read.
  func optional<Value>(_ column: Int32, _ read: (Int32) -> Value?) -> Value?? {
    isNull(column) ? .some(nil) : read(column).map { .some($0) }
  }
}

extension RecordStoreError {
  /// A register's row that does not read back.
  static func unreadable(_ what: String) -> RecordStoreError {
    .corrupt(ChainFault(record: 0, found: "the register's row of \(what) cannot be read", required: "a row as written"))
  }
}
