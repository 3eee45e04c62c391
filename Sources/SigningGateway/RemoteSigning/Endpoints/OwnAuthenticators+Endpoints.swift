internal import Documents
internal import Evidence
internal import WebAuthn

/// `POST /signatory/v1/authenticators/requests`: asks to list one's own authenticators, to enrol a further one, to name or to
/// revoke one. 201 with what the browser hands to `navigator.credentials.get`. It tells nothing of anybody: the passkey finds itself.
struct AskForAct: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let json: JSONValue
    do throws(DocumentError) {
      json = try Document(json: call.message.body).read(
        as: .object { fields throws(DocumentError) in
          var members: [String: JSONValue] = ["act": .string(try fields.required("act", as: .string))]
          if let id = try fields.optional("authenticator", as: .name) { members["authenticator"] = .string(id) }
          if let text = try fields.optional("name", as: .string) { members["name"] = .string(text) }
          return .object(members)
        })
    } catch { throw .malformed(error) }
    guard let act = OwnAuthenticators.Act(json) else {
      throw .malformed(field: "$.act", problem: "wants list, enrol, or revoke with an authenticator")
    }
    let request = try remote.own.ask(act)
    return .created(
      .object([
        "schema": .integer(1), "request": .string(request.text), "act": .string(act.name),
        "expires": .string(request.expires.description),
        "passkey": PasskeyRequest.json(
          challenge: request.challenge, relyingParty: remote.book.relyingParty, allowed: []),
      ]))
  }
}

/// `POST /signatory/v1/authenticators/acts`: does it, where a passkey of the signatory's own signed it.
struct PerformAct: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let json: JSONValue
    do { json = try Document(json: call.message.body).jsonValue() } catch { throw .malformed(error) }
    guard let request = json["request"]?.text else {
      throw .malformed(field: "$.request", problem: "wants what /signatory/v1/authenticators/requests answered")
    }
    guard let answer = PasskeyAnswer(json) else {
      throw .malformed(
        field: "$", problem: "wants id, clientDataJSON, authenticatorData and signature, in base64url without padding")
    }
    switch try await remote.own.act(request, answer) {
    case .listed(let records, let own):
      return .found(
        .object([
          "schema": .integer(1), "authenticators": .array(records.map(PerformAct.json)), "provedBy": .string(own),
        ]))
    case .named(let id, let text):
      return .found(.object(["schema": .integer(1), "authenticator": .string(id), "name": .string(text)]))
    case .enrolment(let pending): return .created(BeginEnrolment.json(pending, remote))
    case .revoked(let id):
      return .found(.object(["schema": .integer(1), "authenticator": .string(id), "revoked": .bool(true)]))
    }
  }

  private static func json(_ record: AuthenticatorRecord) -> JSONValue {
    var members: [String: JSONValue] = [
      "authenticator": .string(record.id), "kind": .string(record.kindName), "active": .bool(record.isActive),
      "enrolledAt": .string(record.enrolledAt.description), "enrolledBy": .string(record.enrolledBy),
    ]
    members["name"] = record.name.map { .string($0) }
    if case .passkey(let passkey) = record.means { members["synced"] = .bool(!passkey.isDeviceBound) }
    return .object(members)
  }
}

/// `POST /signatory/v1/enrolments/{id}/certificate`: a certificate of the signatory's own, with a detached JWS or CMS over the
/// enrolment's challenge: for seals and whoever signs by program.
struct EnrolCertificate: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let (certificate, proof): ([UInt8], String)
    do throws(DocumentError) {
      (certificate, proof) = try Document(json: call.message.body).read(
        as: .object { fields throws(DocumentError) in
          (try fields.required("certificate", as: .base64), try fields.required("proof", as: .string))
        })
    } catch { throw .malformed(error) }
    let record = try await remote.authenticators.enrol(call["id"], certificate: certificate, proof: proof)
    return .created(.object(["done": .bool(true), "authenticator": .string(record.id)]))
  }
}
