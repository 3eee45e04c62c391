internal import Evidence
internal import Records

/// `GET /ca/v1/decisions/{id}`: what was decided and what became of it. A requester sees its own decisions.
struct ReadDecision: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.authorisation.requester(of: call)
    guard let id = DecisionID(call["id"]) else {
      throw .malformed(field: "path", problem: "a decision is named by 32 lower-case hexadecimal digits")
    }
    return try await gateway.decision(.id(id), for: requester)
  }
}

extension Gateway {
  /// One answer for what is not there and for what is another's, so that ids cannot be probed.
  func decision(_ query: DecisionQuery, for requester: Requester) async throws(GatewayError) -> Reply {
    guard let stored = try await issuance.stored(query) else { throw .notFound("no such decision of yours") }
    let document = try await issuance.document(stored, repeated: nil)
    guard document.requester == requester.id else { throw .notFound("no such decision of yours") }
    return .found(document.json)
  }
}
