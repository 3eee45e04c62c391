internal import Evidence
internal import OAuth
internal import Records
internal import Synchronization

/// `GET /oauth2/authorize`: leads the browser to the page on which the signatory answers.
struct OAuthAuthorize: Endpoint {
  let remote: RemoteSigning

  func answer(_ call: Call) async throws(GatewayError) -> Reply {
    let now = remote.clock()
    let form: FormBody
    do throws(OAuthError) {
      form = try FormBody(pairs: call.message.target.query.map { ($0.name, $0.value) })
    } catch { return .oauth(error) }
    switch remote.oauth.authorize(form, from: call.message.source, now: now) {
    case .fail(let error):
      try await remote.limits.note(error.excess)
      return .oauth(error)
    case .redirect(let address): return .redirect(address)
    case .limited(let excess, let address):
      try await remote.limits.note(excess)
      return .redirect(address)
    case .show(let request):
      do throws(OAuthFailure) {
        let pending = try await open(request)
        remote.oauth.wait(for: pending.handle, request, expires: pending.content.expires, now: now)
        return .redirect("\(remote.settings.origin)/signatory/consent/\(pending.handle)")
      } catch {
        return .redirect(remote.oauth.refuse(request, try error.oauth()))
      }
    }
  }

  /// Asks the signatory.
  private func open(_ request: AuthorizationRequest) async throws(OAuthFailure) -> PendingActivation {
    let draft: ActivationService.Draft
    switch request.purpose {
    case .service:
      // Whose credentials the client may see is for that person to say; whether there is such a person, for nobody.
      guard let hint = request.loginHint else { throw .oauth(.missing("login_hint")) }
      guard Route.isName(hint) else { throw .oauth(.invalid("login_hint")) }
      draft = ActivationService.Draft(
        client: request.clientID, signatory: hint, credential: nil, hashes: [], labels: [], signatures: 0,
        description: request.description)
    case .credential(let wanted): draft = try await signing(request, wanted)
    }
    do { return try await remote.activations.request(draft) } catch { throw .gateway(error) }
  }

  private func signing(
    _ request: AuthorizationRequest, _ wanted: CredentialRequest
  ) async throws(OAuthFailure) -> ActivationService.Draft {
    // No credential here has a qualifier, so that none can be chosen by it.
    guard wanted.signatureQualifier == nil else { throw .oauth(.invalid("signatureQualifier")) }
    guard let id = wanted.credentialID else { throw .oauth(.missing("credentialID")) }
    let found: Registered<CredentialRecord>?
    do { found = try await remote.journal.store.find(CredentialRecord.self, id) } catch { throw .gateway(error) }
    // At SCAL1 the mode is explicit, and this endpoint not for it (CSC 2.0, 8.4).
    guard let credential = found?.value, credential.level == .two else { throw .oauth(.invalid("credentialID")) }
    guard request.account == nil || request.account == credential.signatory else {
      throw .oauth(.invalid("account_token"))
    }
    guard credential.status == .enabled else {
      throw .oauth(OAuthError(.invalidRequest, "The credential identified by credentialID is disabled"))
    }
    guard wanted.numSignatures <= credential.multisign else {
      throw .oauth(OAuthError(.invalidRequest, "Numbers of signatures is too high"))
    }
    guard !wanted.hashes.isEmpty || credential.takesUnnamedHashes else { throw .oauth(.missing("hashes")) }
    return ActivationService.Draft(
      client: request.clientID, signatory: credential.signatory, credential: credential.id,
      hashes: wanted.hashes.map(\.digest), labels: wanted.hashes.map(\.label), signatures: wanted.numSignatures,
      description: request.description, isOneTime: credential.isOneTime)
  }
}

/// Why an authorization does not go on.
enum OAuthFailure: Error {
  case oauth(OAuthError)
  case gateway(GatewayError)

  /// What the client is told; incidents are nobody's but ours.
  func oauth() throws(GatewayError) -> OAuthError {
    switch self {
    case .oauth(let error): return error
    case .gateway(.unavailable(let what, _)): return OAuthError(status: 503, .temporarilyUnavailable, what)
    case .gateway(.conflict(_, let what)): return OAuthError(.invalidRequest, what)
    case .gateway(let error): throw error
    }
  }
}

extension RemoteSigning {
  /// Where the browser goes after the signatory answered; nil where the client asks for the outcome itself.
  func redirect(after handle: String) async throws(GatewayError) -> String? {
    let now = clock()
    guard let pending = book.pending.withLock({ $0.find(handle, at: now) }), let outcome = pending.outcome else {
      return nil
    }
    let grant: OAuth.Grant?
    switch (outcome, pending.purpose) {
    case (.refused, _): grant = nil
    case (.released, .service): grant = .service(subject: pending.content.signatory)
    case (.released, .signature): grant = .credential(activation: handle)
    }
    do { return try oauth.finish(handle, grant, now: now) } catch {
      throw .unavailable(error.description, decision: nil)
    }
  }
}
