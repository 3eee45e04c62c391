internal import CSC
internal import Evidence

/// `signatures/signHash`: one signature for each hash that the activation data releases.
struct CSCSignHash: CSCMethod {
  let remote: RemoteSigning
  let dialect: Dialect
  var takesCredentialToken: Bool { true }

  static let asynchronous = AsynchronousLimits(standardMilliseconds: 600_000, longestMilliseconds: 3_600_000)

  func reply(_ call: Call, to caller: ServiceCaller) async throws(CSCFailure) -> Reply {
    // The order is that of the specification's table (CSC 2.0, 11.9).
    let request = try CSCFailure.csc { () throws(CSCError) in try SignHashRequest(call.message.body, dialect: dialect) }
    let sad = try CSCFailure.csc { () throws(CSCError) in
      if let sad = caller.sad, !request.hasSAD { return sad }
      return try request.sad()
    }
    let found = try await CSCFailure.gateway { () async throws(GatewayError) in
      try await remote.signatures.activation(sad, of: caller.client)
    }
    guard let activation = found else { throw .csc(.invalidSAD) }
    let machine = try await CSCFailure.gateway { () async throws(GatewayError) in
      try await remote.signatures.session(activation.value.content)
    }
    guard machine.left > 0 else { throw .csc(.invalidSAD) }
    let id = try CSCFailure.csc { () throws(CSCError) in try request.credentialID() }
    let credential = try await credential(id, for: caller)
    guard credential.value.id == activation.value.content.credential else { throw .csc(.invalidCredentialID) }
    let work = try await work(request, credential.value)
    let order = SignatureService.Order(
      client: caller.client, activation: activation, credential: credential, digests: work.digests,
      scheme: work.algorithm.scheme, pssSaltLength: work.algorithm.pssSaltLength)
    switch work.mode {
    case .synchronous:
      let signatures = try await CSCFailure.gateway { () async throws(GatewayError) in
        try await remote.oneTime.sign(order)
      }
      return .found(Answers.signatures(signatures))
    case .asynchronous(let milliseconds, _):
      let id = try await CSCFailure.gateway { () throws(GatewayError) in
        try remote.results.start(order, on: remote.oneTime, keeping: milliseconds, at: remote.clock())
      }
      return .found(Answers.response(id: id))
    }
  }

  private func work(
    _ request: SignHashRequest, _ credential: CredentialRecord
  ) async throws(CSCFailure) -> SignHashWork {
    let description = try await CSCFailure.gateway { () throws(GatewayError) in
      try remote.description(of: credential)
    }
    return try CSCFailure.csc { () throws(CSCError) in
      try request.work(try request.hashes(), key: description.key, limits: CSCSignHash.asynchronous)
    }
  }
}

/// `signatures/signPolling`: the result of an asynchronous `signHash`, for the client that asked.
struct CSCSignPolling: CSCMethod {
  let remote: RemoteSigning
  let dialect: Dialect
  var takesCredentialToken: Bool { true }

  func reply(_ call: Call, to caller: ServiceCaller) async throws(CSCFailure) -> Reply {
    let request = try CSCFailure.csc { () throws(CSCError) in
      try SignPollingRequest(call.message.body, dialect: dialect, userSpecific: caller.signatory != nil)
    }
    switch remote.results.find(request.requestID, of: caller.client, at: remote.clock()) {
    case nil: throw .csc(.invalid("requestID"))
    case .pending: throw .csc(.stillProcessing)
    case .done(let signatures): return .found(Answers.signatures(signatures))
    case .failed(let error): throw .gateway(error)
    }
  }
}
