internal import DER
internal import Documents
internal import Evidence
internal import WebAuthn

/// `POST /signatory/v1/enrolments`: opens an enrolment with the code of an invitation.
struct BeginEnrolment: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let code: String
    do throws(DocumentError) {
      code = try Document(json: call.message.body).read(
        as: .object { fields throws(DocumentError) in try fields.required("code", as: .string) })
    } catch { throw .malformed(error) }
    let pending = try await remote.authenticators.begin(code: code)
    return .created(BeginEnrolment.json(pending, remote))
  }

  static func json(_ pending: PendingEnrolment, _ remote: RemoteSigning) -> JSONValue {
    let parameters = PasskeyAlgorithm.allCases.map { algorithm in
      JSONValue.object(["type": .string("public-key"), "alg": .integer(algorithm.coseIdentifier)])
    }
    return .object([
      "enrolment": .string(pending.id), "signatory": .object(["name": .string(pending.signatory.name)]),
      "expires": .string(pending.expires.description),
      "passkey": .object([
        "challenge": .string(Base64URL.encode(pending.challenge)),
        "rp": .object(["id": .string(remote.settings.relyingParty), "name": .string(remote.settings.name)]),
        "user": .object([
          "id": .string(Base64URL.encode(Array(pending.signatory.id.utf8))), "name": .string(pending.signatory.id),
          "displayName": .string(pending.signatory.name),
        ]),
        "pubKeyCredParams": .array(parameters),
        "excludeCredentials": .array(pending.existing.compactMap(\.passkeyDescriptor)),
        "authenticatorSelection": .object([
          "userVerification": .string("required"), "residentKey": .string("preferred"),
        ]),
        "attestation": .string("direct"), "timeoutMilliseconds": .integer(300_000),
      ]),
      "existing": .null,
    ])
  }
}

/// `POST /signatory/v1/enrolments/{id}/passkey`: the passkey that the signatory's device made.
struct EnrolPasskey: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let registration: PasskeyRegistration
    do throws(DocumentError) {
      registration = try Document(json: call.message.body).read(
        as: .object { fields throws(DocumentError) in
          _ = try fields.optional("id", as: .string)
          return PasskeyRegistration(
            clientDataJSON: try fields.required("clientDataJSON", as: .base64url),
            attestationObject: try fields.required("attestationObject", as: .base64url),
            transports: try fields.optional("transports", as: .list(of: .string, count: 0...10)) ?? [])
        })
    } catch { throw .malformed(error) }
    let record = try await remote.authenticators.enrol(call["id"], registration)
    var members: [String: JSONValue] = ["done": .bool(true), "authenticator": .string(record.id)]
    if case .passkey(let passkey) = record.means { members["synced"] = .bool(!passkey.isDeviceBound) }
    return .created(.object(members))
  }
}

/// `POST /signatory/v1/enrolments/{id}/secret`: a password, for credentials at SCAL1; the answer has the seed of the codes,
/// once.
struct EnrolSecret: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let password: String
    do throws(DocumentError) {
      password = try Document(json: call.message.body).read(
        as: .object { fields throws(DocumentError) in try fields.required("password", as: .string) })
    } catch { throw .malformed(error) }
    let (record, seed) = try await remote.authenticators.enrol(call["id"], password: password)
    return .created(
      .object([
        "done": .bool(true), "authenticator": .string(record.id), "totpSeed": .string(Hex.encode(seed)),
        "totpDigits": .integer(6), "totpSeconds": .integer(30),
      ]))
  }
}
