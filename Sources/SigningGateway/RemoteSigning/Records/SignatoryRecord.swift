internal import Evidence
internal import Records

/// Somebody who signs, or a legal person that seals.
struct SignatoryRecord: RegisterRecord, Hashable {
  static let register = "signatories"
  static let kind = RecordKind.signatoryChanged

  let id: String
  /// As people are addressed.
  let name: String
  let kind: SignatoryKind
  let createdAt: Instant
  /// The requester that enrolled the signatory.
  let enrolledBy: String

  init(id: String, name: String, kind: SignatoryKind, createdAt: Instant, enrolledBy: String) {
    self.id = id
    self.name = name
    self.kind = kind
    self.createdAt = createdAt
    self.enrolledBy = enrolledBy
  }

  var key: String { id }
  var owner: String? { id }

  var json: JSONValue {
    .object([
      "schema": .integer(1), "id": .string(id), "name": .string(name), "kind": .string(kind.rawValue),
      "createdAt": .string(createdAt.description), "enrolledBy": .string(enrolledBy),
    ])
  }

  init?(_ json: JSONValue) {
    guard let id = json["id"]?.text, let name = json["name"]?.text,
      let kind = json["kind"]?.text.flatMap({ SignatoryKind(rawValue: $0) }),
      let createdAt = json["createdAt"]?.text.flatMap({ Instant($0) }), let enrolledBy = json["enrolledBy"]?.text
    else { return nil }
    self.init(id: id, name: name, kind: kind, createdAt: createdAt, enrolledBy: enrolledBy)
  }
}
