internal import DER
internal import Evidence
internal import Records

/// Leave for a signatory without any authenticator, or who lost all, to enrol one: asked for by one person, released by
/// another, and used by whoever holds the code. No operator alone gets so far, nor does anybody with the code alone.
struct InvitationRecord: RegisterRecord, Hashable {
  static let register = "invitations"
  static let kind = RecordKind.invitationChanged

  let id: String
  let signatory: String
  /// SHA-256 over the code that the signatory is given.
  let code: Digest
  /// The requester or operator who asked.
  let requestedBy: String
  /// The operator who released it, another hand; nil while it waits.
  var releasedBy: String?
  let expires: Instant
  /// The authenticator that was enrolled with it.
  var usedFor: String?

  /// The code's digest names it, so that whoever sends one is answered by a look at one document, whether there are many or
  /// none. It tells nothing of the code, which is 256 random bits.
  static func id(ofCode code: Digest) -> String { String(Base64URL.encode(code.bytes).prefix(22)) }

  var key: String { id }
  var owner: String? { signatory }

  var json: JSONValue {
    .object([
      "schema": .integer(1), "id": .string(id), "signatory": .string(signatory), "code": .string(code.hex),
      "requestedBy": .string(requestedBy), "releasedBy": .optional(releasedBy),
      "expires": .string(expires.description), "usedFor": .optional(usedFor),
    ])
  }
}

extension InvitationRecord {
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.text, let signatory = json["signatory"]?.text, let code = json["code"]?.sha256,
      let requestedBy = json["requestedBy"]?.text, let expires = json["expires"]?.text.flatMap({ Instant($0) })
    else { return nil }
    self.init(
      id: id, signatory: signatory, code: code, requestedBy: requestedBy, releasedBy: json["releasedBy"]?.text,
      expires: expires, usedFor: json["usedFor"]?.text)
  }
}
