internal import Cryptography
internal import Evidence

/// `POST /ca/v1/issuers/{issuer}/nonces`: a nonce that evidence of a key's origin is to carry. 201.
struct IssueNonce: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.authorisation.requester(of: call)
    let issuer = try gateway.issuer(call)
    try await gateway.authorisation.require(requester, for: issuer, call)
    let value: [UInt8]
    do { value = try SecureRandom.bytes(Nonce.octets) } catch {
      throw .unavailable("no random bytes: \(error)", decision: nil)
    }
    let now = gateway.clock()
    switch gateway.nonces.withLock({ $0.issue(Nonce(value: value), as: value, to: requester.id, at: now) }) {
    case .tooMany:
      throw .unavailable(
        "\(IssueLedger<Nonce>.most) nonces of \(requester.id) are out: use them, or wait", decision: nil)
    case .issued(let nonce):
      return .created(
        .object([
          "schema": .integer(1), "nonce": .string(Hex.encode(nonce.content.value)),
          "expires": .string(nonce.expires.description), "demo": .bool(gateway.facts.demo),
        ]))
    }
  }
}
