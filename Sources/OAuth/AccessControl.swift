internal import Cryptography
public import Evidence

extension AuthorizationServer {
  /// What a token at an API method is worth.
  public enum Standing: Sendable, Hashable {
    case good(ServiceAccess)
    /// A SAD of that client, given out by the token endpoint; what is left of it is for the service to say.
    case sad(clientID: String, credentialID: String)
    /// It was one of this server's.
    case expired
    /// None of this server's.
    case unknown
  }

  /// Looks a token up, and holds what it is bound to against the request.
  public mutating func standing(
    of token: PresentedToken, _ approach: Approach, now: Instant
  ) throws(OAuthError) -> Standing {
    sweep(now)
    guard let entry = accessTokens[SecretText.key(token.text)] else { return .unknown }
    if let family = entry.value.family, families[family] == nil { return .unknown }
    guard now < entry.expires else { return .expired }
    try checkSender(token, entry.value.binding, client: entry.client, approach, now: now)
    if let id = entry.value.credentialID { return .sad(clientID: entry.client, credentialID: id) }
    return .good(ServiceAccess(clientID: entry.client, subject: entry.value.subject, expires: entry.expires))
  }

  /// Whether whoever sends a token holds what it is bound to. A proof is used up by this.
  private mutating func checkSender(
    _ token: PresentedToken, _ binding: SenderBinding, client: String, _ approach: Approach, now: Instant
  ) throws(OAuthError) {
    guard (binding.proofKey != nil) == (token.scheme == .dpop) else {
      throw OAuthError(status: 401, .invalidToken, "The token is of another scheme")
        .challenging(AuthorizationServer.dpopChallenge)
    }
    if let certificate = binding.certificate, certificate != approach.certificate {
      throw OAuthError(status: 401, .invalidToken, "The token is bound to another certificate")
        .challenging("Bearer error=\"invalid_token\"")
    }
    guard let key = binding.proofKey else { return }
    do throws(OAuthError) {
      let proof = try takeProof(approach, token: token.text, client: client, now: now)
      guard proof.thumbprint == key else { throw OAuthError.proof("the token is bound to another key") }
    } catch {
      throw OAuthError(status: error.status == 400 ? 401 : error.status, error.code, error.description)
        .challenging(AuthorizationServer.dpopChallenge)
    }
  }

  private static let dpopChallenge =
    "DPoP algs=\"\(SignedToken.algorithms.map(\.rawValue).joined(separator: " "))\""

  /// Which client calls an endpoint. Each call counts against the client's rate; each that does not say who it is, against
  /// that of its source in the name of that client, so that nobody's failures stand against another's calls. In the name of
  /// a client without a secret anybody may call: that is counted by source too.
  mutating func authenticate(_ form: FormBody, _ approach: Approach, now: Instant) throws(OAuthError) -> Client {
    let named = clients[ClientAuthentication.namedClient(form, approach) ?? ""]
    let source = "\(approach.source) \(named?.id ?? "")"
    // Who shows the client's own certificate is no guesser, whatever others do in its name.
    let isShown = named.map { $0.isShown(by: approach) } ?? false
    if !isShown, let seconds = failures.standing(source, now: now) {
      throw .tooMany(RateExcess(client: named?.id, kind: .sourceFailuresPerMinute, seconds: seconds))
    }
    let client: Client
    do throws(OAuthError) { client = try examine(form, approach, now: now) } catch {
      if error.status != 503 { _ = failures.admit(source, now: now) }
      throw error
    }
    if client.isPublic, let seconds = sources.admit(source, now: now) {
      throw .tooMany(RateExcess(client: client.id, kind: .sourceRequestsPerMinute, seconds: seconds))
    }
    if !client.isPublic, let seconds = rates.admit(client.id, limits: client.limits, now: now).seconds {
      throw .tooMany(RateExcess(client: client.id, kind: .requestsPerMinute, seconds: seconds))
    }
    return client
  }

  private mutating func examine(
    _ form: FormBody, _ approach: Approach, now: Instant
  ) throws(OAuthError) -> Client {
    let found = try ClientAuthentication(
      form, approach, clients: clients, audiences: [settings.issuer, approach.url], now: now)
    if let (identifier, expires) = found.assertion {
      switch replays.take(identifier, client: found.client.id, expires: expires, now: now) {
      case .fresh: break
      case .seen: throw OAuthError(status: 401, .invalidClient, "The client assertion came before")
      case .full: throw AuthorizationServer.full
      }
    }
    return found.client
  }

  /// What new tokens are bound to: the key of a DPoP proof, the certificate of a client that authenticates by one.
  mutating func binding(_ client: Client, _ approach: Approach, now: Instant) throws(OAuthError) -> SenderBinding {
    let proof =
      approach.proofs.isEmpty ? nil : try takeProof(approach, token: nil, client: client.id, now: now).thumbprint
    let certificate: Digest? = if case .certificate(let own) = client.authentication { own } else { nil }
    let binding = SenderBinding(proofKey: proof, certificate: certificate)
    guard !client.requiresSenderConstraint || !binding.isNone else {
      throw OAuthError(.invalidDPoPProof, "The client's tokens must be bound to a key: send a DPoP proof")
    }
    return binding
  }

  mutating func takeProof(
    _ approach: Approach, token: String?, client: String, now: Instant
  ) throws(OAuthError) -> DPoPProof {
    let proof = try DPoPProof(approach, token: token, now: now)
    switch replays.take(proof.identifier, client: client, expires: proof.expires, now: now) {
    case .fresh: return proof
    case .seen: throw .proof("jti came before")
    case .full: throw AuthorizationServer.full
    }
  }

  static let full = OAuthError(
    status: 503, .temporarilyUnavailable, "Too many proofs of this client are remembered: wait a minute")
}

/// Rates and quotas of registered clients, for all that they ask of the service.
extension AuthorizationServer {
  /// One request of the client; seconds to wait where it has too many.
  public mutating func admit(_ client: String, now: Instant) -> Int64? {
    guard let limits = clients[client]?.limits else { return nil }
    return rates.admit(client, limits: limits, now: now).seconds
  }

  /// Signatures from the client's quota, of which so many are counted today already; seconds to wait where it is used up.
  public mutating func charge(_ client: String, signatures: Int, counted: Int64, now: Instant) -> Int64? {
    guard let limits = clients[client]?.limits else { return nil }
    rates.raise(client, to: counted, limits: limits, now: now)
    return rates.charge(client, amount: signatures, limits: limits, now: now).seconds
  }

  public mutating func giveBack(_ client: String, signatures: Int, now: Instant) {
    guard let limits = clients[client]?.limits else { return }
    rates.giveBack(client, amount: signatures, limits: limits, now: now)
  }
}

extension AuthorizationServer {
  /// The addresses of the endpoints, below the issuer's or the one for mutual TLS.
  public enum Endpoint: String, Sendable, CaseIterable {
    case authorize, token, revoke
    case pushedAuthorize = "pushed_authorize"

    public var path: String { "/oauth2/\(rawValue)" }
  }

  /// RFC 8414.
  public var metadata: JSONValue {
    func texts(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }
    let algorithms = texts(SignedToken.algorithms.map(\.rawValue))
    let methods = texts([
      "none", "client_secret_basic", "client_secret_post", "private_key_jwt", "self_signed_tls_client_auth",
    ])
    func address(_ endpoint: Endpoint, _ base: String) -> JSONValue { .string(base + endpoint.path) }
    var members: [String: JSONValue] = [
      "issuer": .string(settings.issuer),
      "authorization_endpoint": address(.authorize, settings.issuer),
      "pushed_authorization_request_endpoint": address(.pushedAuthorize, settings.issuer),
      "token_endpoint": address(.token, settings.issuer),
      "revocation_endpoint": address(.revoke, settings.issuer),
      "require_pushed_authorization_requests": .bool(settings.requiresPushedRequests),
      "scopes_supported": texts(Client.Scope.allCases.map(\.rawValue)),
      "response_types_supported": texts(["code"]), "response_modes_supported": texts(["query"]),
      "grant_types_supported": texts(Client.Grant.allCases.map(\.rawValue)),
      "code_challenge_methods_supported": texts(["S256"]),
      "token_endpoint_auth_methods_supported": methods, "revocation_endpoint_auth_methods_supported": methods,
      "token_endpoint_auth_signing_alg_values_supported": algorithms,
      "revocation_endpoint_auth_signing_alg_values_supported": algorithms,
      "dpop_signing_alg_values_supported": algorithms,
      "tls_client_certificate_bound_access_tokens": .bool(true),
      "authorization_response_iss_parameter_supported": .bool(true),
      "authorization_details_types_supported": texts(CredentialRequest.detailTypes),
    ]
    if let base = settings.mutualTLSBase {
      members["mtls_endpoint_aliases"] = .object([
        "token_endpoint": address(.token, base), "revocation_endpoint": address(.revoke, base),
        "pushed_authorization_request_endpoint": address(.pushedAuthorize, base),
      ])
    }
    return .object(members)
  }
}
