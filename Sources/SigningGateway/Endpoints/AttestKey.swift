internal import Documents
internal import Evidence

/// `POST /ca/v1/tokens/{token}/attestations`: 201 with a signed statement about a key on a token of this gateway.
struct AttestKey: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.authorisation.requester(of: call)
    let name = call["token"]
    guard let token = gateway.tokens[name], let settings = gateway.statements.keys[name] else {
      throw .notFound("no token is named \(name), or none whose keys are attested")
    }
    try await gateway.authorisation.require(
      requester, among: settings.requesters, forStatementsOf: name, call)
    let (key, nonce) = try AttestKey.read(call.message.body)
    let document = try await gateway.statements.attest(
      StatementService.Inquiry(
        tokenName: name, token: token, signer: settings, key: key, nonce: nonce, requester: requester,
        certificate: call.message.peerCertificate ?? []))
    return .created(document.json)
  }

  private static func read(_ bytes: [UInt8]) throws(GatewayError) -> (key: IssuerSettings.Key, nonce: [UInt8]) {
    do throws(DocumentError) {
      return try Document(json: bytes).read(
        as: .object { fields throws(DocumentError) in
          _ = try fields.required("schema", as: .integer(in: 1...1))
          let label = try fields.optional("keyLabel", as: .string)
          let id = try fields.optional("keyId", as: .hex)
          let nonce = try fields.required("nonce", as: .hex)
          switch (label, id) {
          case (let label?, nil): return (.label(label), nonce)
          case (nil, let id?): return (.id(id), nonce)
          default: throw fields.error("keyId", "one of keyId and keyLabel must be there, and not both")
          }
        })
    } catch {
      throw .malformed(error)
    }
  }
}
