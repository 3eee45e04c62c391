internal import DER
internal import Documents
internal import Evidence
internal import PolicyGates
internal import Records
internal import WebAuthn
internal import X509

/// `GET /signatory/v1/activations/{handle}`: what the signatory is asked to release, for the page that shows it.
struct ShowActivation: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let pending = try remote.activations.find(call["handle"])
    let content = pending.content
    let signatory = try await remote.journal.store.find(SignatoryRecord.self, content.signatory)?.value
    let passkeys = try await remote.authenticators.list(content.signatory).filter(\.isActive)
    var members: [String: JSONValue] = [
      "schema": .integer(1), "kind": .string(pending.purpose.rawValue),
      "signatory": .object(["name": .string(signatory?.name ?? content.signatory)]), "certificate": .null,
      "credentialID": .null, "description": .optional(pending.description),
      "client": .object(["name": .string(remote.access.client(pending.client)?.name ?? pending.client)]),
      "numSignatures": .integer(Int64(content.signatures)),
      "hashes": .array(
        content.hashes.enumerated().map { index, hash in
          .object([
            "label": .optional(pending.labels.indices.contains(index) ? pending.labels[index] : nil),
            "algorithm": .string(hash.algorithm.rawValue), "hex": .string(hash.hex),
          ])
        }),
      "expires": .string(content.expires.description), "now": .string(remote.activations.clock().description),
      "demo": .bool(remote.facts.demo),
      "passkey": PasskeyRequest.json(
        challenge: ActivationService.challenge(content), relyingParty: remote.book.relyingParty, allowed: passkeys),
      // What is signed, so that a page, or whoever distrusts it, can make the challenge from it.
      "content": content.json,
    ]
    if pending.purpose == .signature {
      members["credentialID"] = .string(content.credential)
      let credential = try await remote.credentials.find(content.credential).value
      if let der = credential.certificates.first { members["certificate"] = ShowActivation.certificate(der) }
    }
    return .found(.object(members))
  }

  private static func certificate(_ der: [UInt8]) -> JSONValue {
    guard let tbs = try? Certificate(der: der).tbsCertificate else { return .null }
    return .object([
      "subject": .string("\(tbs.subject)"), "issuer": .string("\(tbs.issuer)"),
      "serial": .string(Hex.encode(tbs.serialNumber.bytes)),
      "validTo": .string(Instant(seconds: tbs.validity.notAfter.secondsSinceEpoch).description),
    ])
  }
}

/// `POST /signatory/v1/activations/{handle}/proof`: the signatory's passkey, or a signed statement, releases it.
struct ProveActivation: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let pending = try remote.activations.find(call["handle"])
    do throws(GatewayError) { try await prove(call) } catch {
      // After too many tries it is refused.
      await ActivationEnd.settle(remote, pending)
      throw error
    }
    return try await ActivationEnd.reply(remote, call["handle"])
  }

  private func prove(_ call: Call) async throws(GatewayError) {
    let json: JSONValue
    do { json = try Document(json: call.message.body).jsonValue() } catch { throw .malformed(error) }
    if let text = json["statement"]?.text, let id = json["authenticator"]?.text {
      guard let statement = text.contains(".") ? Array(text.utf8) : Base64.decode(text) else {
        throw .malformed(field: "$.statement", problem: "is neither JWS nor base64 of CMS")
      }
      _ = try await remote.activations.prove(call["handle"], statement: statement, by: id)
    } else {
      guard let answer = PasskeyAnswer(json) else {
        throw .malformed(
          field: "$", problem: "wants id, clientDataJSON, authenticatorData and signature, in base64url without padding"
        )
      }
      _ = try await remote.activations.prove(call["handle"], answer)
    }
  }
}

/// `POST /signatory/v1/activations/{handle}/refusal`: the signatory says no.
struct RefuseActivation: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let pending = try remote.activations.find(call["handle"])
    try await remote.activations.refuse(call["handle"])
    await ActivationEnd.settle(remote, pending)
    return try await ActivationEnd.reply(remote, call["handle"])
  }
}

/// Where the browser goes when the signatory has answered.
enum ActivationEnd {
  /// Ends the key of a session that nobody will release any more.
  static func settle(_ remote: RemoteSigning, _ pending: PendingActivation) async {
    if pending.purpose == .signature { await remote.oneTime.settle(pending.content.credential) }
  }

  static func reply(_ remote: RemoteSigning, _ handle: String) async throws(GatewayError) -> Reply {
    .found(.object(["done": .bool(true), "redirect": .optional(try await remote.redirect(after: handle))]))
  }
}

/// What a browser hands to `navigator.credentials.get`.
enum PasskeyRequest {
  static func json(
    challenge: [UInt8], relyingParty: RelyingParty, allowed: [AuthenticatorRecord]
  ) -> JSONValue {
    .object([
      "challenge": .string(Base64URL.encode(challenge)), "rpId": .string(relyingParty.id),
      "userVerification": .string("required"), "timeoutMilliseconds": .integer(120_000),
      "allowCredentials": .array(allowed.compactMap(\.passkeyDescriptor)),
    ])
  }
}

extension AuthenticatorRecord {
  var passkeyDescriptor: JSONValue? {
    guard case .passkey(let passkey) = means else { return nil }
    return .object([
      "id": .string(Base64URL.encode(passkey.credentialID)),
      "transports": .array(passkey.registration.transports.map { .string($0) }),
    ])
  }
}
