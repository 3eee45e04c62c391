internal import Cryptography
internal import Evidence
internal import OAuth
internal import Synchronization

/// The authorization server with its memory, one for the process. A restart forgets tokens and codes: clients ask anew.
final class OAuthService: Sendable {
  private struct State {
    var server: AuthorizationServer
    /// By the handle of the activation that a signatory is asked for.
    var open: [String: Open] = [:]
  }

  /// An authorization that leads, or led, to an activation.
  private struct Open {
    let request: AuthorizationRequest
    let expires: Instant
    /// The digest of the activation data, once the client has it.
    var sad: Digest?
  }

  private let state: Mutex<State>
  let origin: String
  private let mutualTLSOrigin: String?

  init(_ settings: RemoteSigningSettings) {
    origin = settings.origin
    mutualTLSOrigin = settings.mutualTLSOrigin
    let clients = settings.clients.compactMap { OAuthService.client($0) }
    let server = AuthorizationServer(
      settings: ServerSettings(
        issuer: settings.origin, mutualTLSBase: settings.mutualTLSOrigin,
        requiresPushedRequests: settings.pushedRequestsOnly,
        sourceRequestsPerMinute: Int(clamping: settings.sourceRequestsPerMinute),
        sourceFailuresPerMinute: Int(clamping: settings.sourceFailuresPerMinute)),
      clients: clients)
    state = Mutex(State(server: server))
  }

  /// Nil where a redirect URI or a key of the entry cannot be used, or a public client speaks CSC 1.0.4.
  static func client(_ entry: RemoteSigningSettings.Client) -> Client? {
    let authentication: Client.Authentication
    switch entry.authentication {
    case .none: authentication = .none
    case .secret(let digest): authentication = .secret(digest)
    case .certificate(let digest): authentication = .certificate(digest)
    case .keys(let texts):
      let keys = texts.compactMap { JSONWebKey(json: Array($0.utf8)) }
      guard keys.count == texts.count else { return nil }
      authentication = .privateKeyJWT(keys)
    }
    var grants: Set<Client.Grant> = []
    if !entry.redirectURIs.isEmpty { grants = [.authorizationCode, .refreshToken] }
    if entry.actsAlone { grants.insert(.clientCredentials) }
    // A minute's requests may come at once.
    let perMinute = Int(clamping: entry.requestsPerMinute)
    return Client(
      id: entry.id, name: entry.name, authentication: authentication, redirectURIs: entry.redirectURIs,
      scopes: Set(Client.Scope.allCases), grants: grants,
      limits: RateLimits(perMinute: perMinute, burst: perMinute, perDay: Int(clamping: entry.signaturesPerDay)),
      speaksCSC1: entry.speaksCSC1)
  }

  var metadata: JSONValue { state.withLock { $0.server.metadata } }

  /// What the request carries beside its parameters, seen from outside.
  func approach(_ call: Call) throws(OAuthError) -> Approach {
    let message = call.message
    let authorization = message.headers("authorization")
    guard authorization.count <= 1 else { throw OAuthError(.invalidRequest, "The header Authorization comes twice") }
    let base = message.listener == ListenerSettings.mtlsName ? mutualTLSOrigin ?? origin : origin
    return Approach(
      authorization: authorization.first, proofs: message.headers("dpop"),
      certificate: message.peerCertificate.map { Hash.digest($0) }, method: message.method, source: message.source,
      url: base + message.target.path)
  }

  // MARK: - Endpoints

  func authorize(_ form: FormBody, from source: String, now: Instant) -> AuthorizationServer.Authorization {
    state.withLock { $0.server.authorize(form, from: source, now: now) }
  }

  func push(_ form: FormBody, _ approach: Approach, now: Instant) throws(OAuthError) -> JSONValue {
    let randomness = try OAuthService.randomness()
    return try locked { state throws(OAuthError) in try state.server.push(form, approach, randomness, now: now) }
  }

  func token(
    _ form: FormBody, _ approach: Approach, now: Instant
  ) throws(OAuthError) -> AuthorizationServer.TokenOutcome {
    let randomness = try OAuthService.randomness()
    return try locked { state throws(OAuthError) in try state.server.token(form, approach, randomness, now: now) }
  }

  func revoke(
    _ form: FormBody, _ approach: Approach, now: Instant
  ) throws(OAuthError) -> (clientID: String, token: String)? {
    try locked { state throws(OAuthError) in try state.server.revoke(form, approach, now: now) }
  }

  // MARK: - Activations

  /// The signatory is asked; the answer will belong to this request.
  func wait(for handle: String, _ request: AuthorizationRequest, expires: Instant, now: Instant) {
    state.withLock { state in
      // As many as may wait for signatories, and those whose tokens are not yet over.
      if state.open.count >= PendingActivations.most { state.open = state.open.filter { now < $0.value.expires } }
      state.open[handle] = Open(request: request, expires: expires)
    }
  }

  /// Where the browser goes; nil where no request belongs to the handle.
  func finish(_ handle: String, _ grant: OAuth.Grant?, now: Instant) throws(OAuthError) -> String? {
    let randomness = try OAuthService.randomness()
    return state.withLock { state in
      guard let open = state.open[handle] else { return nil }
      guard let grant else {
        state.open[handle] = nil
        return state.server.refuse(open.request)
      }
      return state.server.complete(open.request, grant: grant, randomness, now: now)
    }
  }

  /// The address by which a client learns that the service cannot go on.
  func refuse(_ request: AuthorizationRequest, _ error: OAuthError) -> String {
    state.withLock { $0.server.refuse(request, error) }
  }

  func credentialToken(
    _ redemption: CredentialRedemption, sad: String, credentialID: String, expires: Instant, now: Instant
  ) -> TokenAnswer {
    state.withLock { state in
      state.open[redemption.activation]?.sad = Hash.digest(Array(sad.utf8))
      return state.server.credentialToken(
        redemption, sad: sad, credentialID: credentialID, expires: expires, now: now)
    }
  }

  /// What was given out for an activation, to be ended; nil where nothing was, or not any more.
  func withdraw(_ handle: String) -> Digest? { state.withLock { $0.open.removeValue(forKey: handle)?.sad } }

  // MARK: - Access

  func standing(
    of token: PresentedToken, _ approach: Approach, now: Instant
  ) throws(OAuthError) -> AuthorizationServer.Standing {
    try locked { state throws(OAuthError) in try state.server.standing(of: token, approach, now: now) }
  }

  /// One request of the client; seconds to wait where it has too many.
  func admit(_ client: String, now: Instant) -> Int64? { state.withLock { $0.server.admit(client, now: now) } }

  /// Signatures from the client's quota, of which the store counted so many today; seconds to wait where it is used up.
  func charge(_ client: String, signatures: Int, counted: Int64, now: Instant) -> Int64? {
    state.withLock { $0.server.charge(client, signatures: signatures, counted: counted, now: now) }
  }

  func giveBack(_ client: String, signatures: Int, now: Instant) {
    state.withLock { $0.server.giveBack(client, signatures: signatures, now: now) }
  }

  private static func randomness() throws(OAuthError) -> Randomness {
    guard let bytes = try? SecureRandom.bytes(Randomness.count), let randomness = Randomness(bytes) else {
      throw .noRandomness
    }
    return randomness
  }

  private func locked<Value: Sendable>(
    _ body: (inout sending State) throws(OAuthError) -> sending Value
  ) throws(OAuthError) -> Value {
    try state.withLock(body)
  }
}
