internal import CSC
internal import Evidence
internal import Synchronization

/// `credentials/authorize`: at SCAL1 password and code release signatures at once; at SCAL2 the answer is a handle, and the
/// signatory acts on our page.
struct CSCAuthorize: CSCMethod {
  let remote: RemoteSigning
  let dialect: Dialect

  func reply(_ call: Call, to caller: ServiceCaller) async throws(CSCFailure) -> Reply {
    let (request, id) = try CSCFailure.csc { () throws(CSCError) in
      let request = try AuthorizeRequest(call.message.body, dialect: dialect)
      return (request, try request.credentialID())
    }
    let credential = try await credential(id, for: caller).value
    guard credential.status == .enabled else { throw .csc(.disabled) }
    let draft = try CSCFailure.csc { () throws(CSCError) in
      let count = try request.numSignatures(multisign: credential.multisign)
      let digests = try request.digests(
        count: count, required: credential.level == .two && !credential.takesUnnamedHashes)
      return ActivationService.Draft(
        client: caller.client, signatory: credential.signatory, credential: credential.id, hashes: digests ?? [],
        labels: [], signatures: count, description: try request.texts().description, isOneTime: credential.isOneTime)
    }
    let factors = try CSCFailure.csc { () throws(CSCError) in try request.factors(explicit: true) }
    switch credential.level {
    case .one: return try await release(draft, factors, credential)
    case .two:
      // A client of v1 knows no answer but activation data.
      guard dialect.knowsPending else { throw .csc(.notExplicit) }
      let pending = try await CSCFailure.gateway { () async throws(GatewayError) in
        try await remote.activations.request(draft)
      }
      return .answer(status: 202, Answers.pending(handle: pending.handle))
    }
  }

  private func release(
    _ draft: ActivationService.Draft, _ factors: Factors, _ credential: CredentialRecord
  ) async throws(CSCFailure) -> Reply {
    let value = { (id: String) in factors.data.first { $0.id == id }?.value }
    guard let password = factors.pin ?? value(RemoteSigning.password),
      let code = factors.otp ?? value(RemoteSigning.code)
    else {
      throw .csc(dialect == .v1 ? (factors.pin == nil ? .invalidPIN : .invalidOTP) : .invalidAuthenticationData)
    }
    // Documents that v1 does not name are bound by their number alone, which only automated seals may do.
    let released = try await CSCFailure.gateway { () async throws(GatewayError) in
      try await remote.activations.release(draft, password: password, code: code)
    }
    return .found(
      Answers.authorized(
        sad: released.sad, expiresIn: max(0, released.content.expires.seconds - remote.clock().seconds)))
  }
}

/// `credentials/authorizeCheck`: what became of a handle. The outcome is told once.
struct CSCAuthorizeCheck: CSCMethod {
  let remote: RemoteSigning
  let dialect: Dialect

  func reply(_ call: Call, to caller: ServiceCaller) async throws(CSCFailure) -> Reply {
    let request = try CSCFailure.csc { () throws(CSCError) in
      try AuthorizeCheckRequest(call.message.body, dialect: dialect)
    }
    let now = remote.clock()
    guard let pending = remote.book.pending.withLock({ $0.find(request.handle, at: now) }),
      pending.client == caller.client
    else { throw .csc(.invalidHandle) }
    switch remote.book.pending.withLock({ $0.take(request.handle, of: caller.client, at: now) }) {
    case nil: return .answer(status: 202, Answers.pending(handle: request.handle))
    case .refused: throw .csc(.invalidAuthenticationData)
    case .released(let sad):
      return .found(Answers.authorized(sad: sad, expiresIn: max(0, pending.content.expires.seconds - now.seconds)))
    }
  }
}

/// Methods that the service leaves out.
struct CSCNotImplemented: CSCMethod {
  /// v1's; v2 has `credentials/getChallenge` in its place.
  static let sendOTP = "credentials/sendOTP"

  let remote: RemoteSigning
  let dialect: Dialect
  let method: String

  func reply(_ call: Call, to caller: ServiceCaller) async throws(CSCFailure) -> Reply {
    throw .csc(.notImplemented(method))
  }
}
