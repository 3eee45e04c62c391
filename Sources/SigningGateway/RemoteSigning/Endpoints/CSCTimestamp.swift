internal import CSC
internal import Evidence

/// `signatures/timestamp`: a time-stamp token over a digest, where a unit is configured.
struct CSCTimestamp: CSCMethod {
  let remote: RemoteSigning
  let dialect: Dialect

  static let method = Method.timestamp.rawValue

  func reply(_ call: Call, to caller: ServiceCaller) async throws(CSCFailure) -> Reply {
    guard let timestamps = remote.timestamps else { throw .csc(.notImplemented(CSCTimestamp.method)) }
    let request = try CSCFailure.csc { () throws(CSCError) in
      try TimestampRequest(call.message.body, dialect: dialect)
    }
    let order = TimestampService.Order(digest: request.digest, nonce: request.nonce, client: caller.client)
    let token = try await CSCFailure.gateway { () async throws(GatewayError) in try await timestamps.stamp(order) }
    return .found(Answers.timestamp(token))
  }
}
