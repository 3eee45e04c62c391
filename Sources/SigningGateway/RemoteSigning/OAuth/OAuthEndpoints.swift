internal import Evidence
internal import OAuth
internal import Records
internal import Synchronization

/// `POST /oauth2/pushed_authorize` (RFC 9126): 201.
struct OAuthPush: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    do throws(OAuthError) {
      let form = try FormBody(call.message.body)
      return .created(try remote.oauth.push(form, try remote.oauth.approach(call), now: remote.clock()))
    } catch {
      try await remote.limits.note(error.excess)
      return .oauth(error)
    }
  }
}

/// `POST /oauth2/token`.
struct OAuthToken: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    do throws(OAuthError) {
      let form = try FormBody(call.message.body)
      let outcome = try remote.oauth.token(form, try remote.oauth.approach(call), now: remote.clock())
      switch outcome {
      case .token(let answer): return .found(answer.body)
      case .credential(let redemption): return .found(try credential(redemption).body)
      }
    } catch {
      try await remote.limits.note(error.excess)
      // A code that came twice: whoever has what came of the first is not to use it.
      if let sad = error.withdrawn.flatMap({ remote.oauth.withdraw($0) }) {
        try await remote.end(sad, because: "its authorization code came twice")
      }
      return .oauth(error)
    }
  }

  /// Gives out the activation data that the signatory released, once.
  private func credential(_ redemption: CredentialRedemption) throws(OAuthError) -> TokenAnswer {
    let now = remote.clock()
    let handle = redemption.activation
    let pending = remote.book.pending.withLock { $0.find(handle, at: now) }
    let outcome = remote.book.pending.withLock { $0.take(handle, of: redemption.clientID, at: now) }
    guard let pending, case .released(let sad)? = outcome else { throw .codeOver }
    return remote.oauth.credentialToken(
      redemption, sad: sad, credentialID: pending.content.credential, expires: pending.content.expires, now: now)
  }
}

/// `POST /oauth2/revoke` (RFC 7009): 204, whether or not there was anything to revoke.
struct OAuthRevoke: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let left: (clientID: String, token: String)?
    do throws(OAuthError) {
      let form = try FormBody(call.message.body)
      left = try remote.oauth.revoke(form, try remote.oauth.approach(call), now: remote.clock())
    } catch {
      try await remote.limits.note(error.excess)
      return .oauth(error)
    }
    if let left, let found = try await remote.signatures.activation(left.token, of: left.clientID) {
      try await remote.end(found.value.sad, because: "its client revoked it")
    }
    return .empty
  }
}

/// `GET /.well-known/oauth-authorization-server` (RFC 8414).
struct OAuthMetadata: Endpoint {
  let remote: RemoteSigning

  func answer(_: Call) async throws(GatewayError) -> Reply { .found(remote.oauth.metadata) }
}

extension RemoteSigning {
  /// Ends activation data before its time; nothing happens where it is over.
  func end(_ sad: Digest, because reason: String) async throws(GatewayError) {
    guard let found = try await journal.store.find(ActivationRecord.self, sad.hex), found.value.endedBecause == nil
    else { return }
    var ended = found.value
    ended.endedBecause = reason
    try await journal.record(
      .activationChanged, [found.changed(to: ended)], ["act": .string("ended"), "reason": .string(reason)],
      at: clock())
  }
}

extension Reply {
  static func oauth(_ error: OAuthError) -> Reply {
    var headers: [HTTPField] = []
    if let challenge = error.challenge { headers.append(HTTPField("WWW-Authenticate", challenge)) }
    let seconds = error.excess?.seconds ?? (error.status == 503 ? Int64(Problem.retryAfterSeconds) : nil)
    if let seconds { headers.append(HTTPField("Retry-After", String(seconds))) }
    return .answer(status: error.status, error.body, headers: headers)
  }
}
