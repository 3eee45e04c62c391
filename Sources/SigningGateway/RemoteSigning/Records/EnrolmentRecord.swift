internal import DER
internal import Evidence
internal import Records

/// An enrolment in one call: under its id a client asks for one credential, however often it asks.
///
/// It is on record before the key is made, so that a crash leaves no key that nothing names.
struct EnrolmentRecord: RegisterRecord, Hashable {
  static let register = "enrolments"
  static let kind = RecordKind.credentialChanged

  /// As the client chose it.
  let id: String
  let requester: String
  let signatory: String
  /// SHA-256 over the order: what approvals name.
  let order: Digest
  /// The id of the credential, made or not.
  let credential: String
  /// The serial number of the newest request for the certificate; nil before the first.
  var serial: Evidence.SerialNumber?
  /// The decision by which the certificate was issued; nil while the credential waits for it.
  var decision: DecisionID?
  let createdAt: Instant

  var key: String { id }
  var owner: String? { signatory }

  var json: JSONValue {
    .object([
      "schema": .integer(1), "id": .string(id), "requester": .string(requester), "signatory": .string(signatory),
      "order": .string(order.hex), "credential": .string(credential), "serial": .optional(serial?.hex),
      "decision": .optional(decision?.text), "createdAt": .string(createdAt.description),
    ])
  }
}

extension EnrolmentRecord {
  init?(_ json: JSONValue) {
    guard let id = json["id"]?.text, let requester = json["requester"]?.text, let signatory = json["signatory"]?.text,
      let order = json["order"]?.sha256, let credential = json["credential"]?.text,
      let createdAt = json["createdAt"]?.text.flatMap({ Instant($0) })
    else { return nil }
    let serial = json["serial"]?.text
    let decision = json["decision"]?.text
    self.init(
      id: id, requester: requester, signatory: signatory, order: order, credential: credential,
      serial: serial.flatMap { Evidence.SerialNumber(hex: $0) }, decision: decision.flatMap { DecisionID($0) },
      createdAt: createdAt)
    guard (serial == nil) == (self.serial == nil), (decision == nil) == (self.decision == nil) else { return nil }
  }
}
