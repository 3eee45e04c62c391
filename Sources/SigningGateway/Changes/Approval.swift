internal import Evidence
internal import Records

/// What takes effect only after two operators have approved it.
enum ChangeSubject: String, Sendable, CaseIterable {
  /// The digest is the configuration's.
  case configuration
  /// The digest is that of an import of the register of certified devices.
  case devices
  /// The digest is that of a record store which is not the one that the token remembers; see `StoreDispute`.
  case store

  /// Whether it takes effect without operators in a demo that has none.
  var isWaivedInDemo: Bool { self != .store }
}

/// A person who may approve changes, known by a client certificate.
struct Operator: Sendable, Hashable {
  let id: String
  /// SHA-256 over the client certificate, DER.
  let certificateSHA256: Digest
}

/// An operator's approval of one digest, as it stands on record.
struct Approval: Sendable, Hashable {
  let subject: ChangeSubject
  let digest: Digest
  let approver: Operator
  /// SHA-256 over the SubjectPublicKeyInfo of the approver's certificate; nil where that is no X.509 certificate.
  let key: Digest?
  /// When it went on record.
  let at: Instant
  /// The record's sequence.
  let sequence: Int64
}

/// A change that took effect, as it stands on record.
struct ChangeInEffect: Sendable, Hashable {
  let subject: ChangeSubject
  let digest: Digest
  /// Whose approvals put it in effect; nobody's in a demo without operators.
  let approvers: [Operator]
  let since: Instant
  /// Of a configuration: its operators, who approve what comes next. Of anything else: none.
  let operators: [Operator]
}

// MARK: - Records

extension RecordKind {
  /// An operator approved the digest of a change.
  static let changeApproved = RecordKind(rawValue: "change-approved")
  /// A change took effect, with its approvers and, for a configuration, with those who approve the next one.
  static let changeInEffect = RecordKind(rawValue: "change-in-effect")
}

extension Approval {
  /// The body of `change-approved`; the record's blob is the operator's certificate.
  static func body(subject: ChangeSubject, digest: Digest, approver: Operator, key: Digest?) -> JSONValue {
    .object([
      "key": .optional(key?.hex),
      "subject": .string(subject.rawValue), "digest": .string(digest.hex), "operator": .string(approver.id),
      "certificate": .object(["sha256": .string(approver.certificateSHA256.hex)]),
    ])
  }

  /// Reads what `body` wrote; nil where it is something else.
  init?(_ record: SealedRecord) {
    guard record.kind == .changeApproved, let body = record.value,
      let subject = body["subject"]?.text.flatMap({ ChangeSubject(rawValue: $0) }),
      let digest = body["digest"]?.text.flatMap({ Digest(sha256: $0) }), let approver = Operator(body)
    else { return nil }
    self.init(
      subject: subject, digest: digest, approver: approver, key: body["key"]?.text.flatMap { Digest(sha256: $0) },
      at: record.time, sequence: record.sequence)
  }
}

extension ChangeInEffect {
  /// The body of `change-in-effect`. The approvers' certificates are blobs of their approvals.
  var body: JSONValue {
    .object([
      "subject": .string(subject.rawValue), "digest": .string(digest.hex), "since": .string(since.description),
      "approvers": .array(
        approvers.map { approver in
          .object([
            "operator": .string(approver.id),
            "certificate": .object(["sha256": .string(approver.certificateSHA256.hex)]),
          ])
        }),
      // Their certificates need not be known here: digests, and no addresses of blobs.
      "operators": .array(
        operators.map { .object(["id": .string($0.id), "certificate": .string($0.certificateSHA256.hex)]) }),
    ])
  }

  /// Reads what `body` wrote; nil where it is something else.
  init?(_ record: SealedRecord) {
    guard record.kind == .changeInEffect, let body = record.value,
      let subject = body["subject"]?.text.flatMap({ ChangeSubject(rawValue: $0) }),
      let digest = body["digest"]?.text.flatMap({ Digest(sha256: $0) }),
      let since = body["since"]?.text.flatMap({ Instant($0) }), let approvers = body["approvers"]?.elements,
      let operators = body["operators"]?.elements
    else { return nil }
    self.init(
      subject: subject, digest: digest, approvers: approvers.compactMap { Operator($0) }, since: since,
      operators: operators.compactMap { entry in
        guard let id = entry["id"]?.text, let certificate = entry["certificate"]?.text,
          let digest = Digest(sha256: certificate)
        else { return nil }
        return Operator(id: id, certificateSHA256: digest)
      })
    guard self.approvers.count == approvers.count, self.operators.count == operators.count else { return nil }
  }
}

extension Operator {
  /// The members `operator` and `certificate` of a record.
  fileprivate init?(_ json: JSONValue) {
    guard let id = json["operator"]?.text,
      let certificate = json["certificate"]?["sha256"]?.text.flatMap({ Digest(sha256: $0) })
    else { return nil }
    self.init(id: id, certificateSHA256: certificate)
  }
}
