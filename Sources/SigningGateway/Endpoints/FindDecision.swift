internal import Evidence
internal import Records

/// `GET /ca/v1/decisions?request={digest}` or `?serial={hex}`: what became of a request whose answer was lost.
struct FindDecision: Endpoint {
  let gateway: Gateway

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let requester = try await gateway.authorisation.requester(of: call)
    return try await gateway.decision(try FindDecision.query(call.message.target.query), for: requester)
  }

  private static func query(_ items: [HTTPField]) throws(GatewayError) -> DecisionQuery {
    guard items.count == 1, let item = items.first else {
      throw .malformed(field: "query", problem: "expected either request or serial")
    }
    switch item.name {
    case "request":
      guard let digest = Hex.decode(item.value).flatMap({ Digest(algorithm: .sha256, bytes: $0) }) else {
        throw .malformed(field: "query.request", problem: "expected 64 hexadecimal digits")
      }
      return .request(digest)
    case "serial":
      guard let serial = SerialNumber(hex: item.value) else {
        throw .malformed(field: "query.serial", problem: "expected hexadecimal digits, two for each octet")
      }
      return .serial(serial)
    default: throw .malformed(field: "query", problem: "expected either request or serial")
    }
  }
}
