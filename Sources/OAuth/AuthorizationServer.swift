internal import Cryptography
public import Evidence

/// The authorization server (RFC 6749 with 7636, 9126, 9207, 9396, 9449, 8705) as a value: time and random bytes come
/// in, answers go out, nothing else happens. Each kind of thing it remembers is bounded for each client.
///
/// A browser is led through it so:
///
///     switch server.authorize(form, now: now) {
///     case .show(let request):  // the service shows its page, and in the end calls
///       server.complete(request, grant: .credential(activation: handle), randomness, now)   // or `refuse`
///     case .redirect(let address): …   // the client made a mistake that it is told of
///     case .fail(let error): …         // no address is known to be the client's: the person is told
///     }
///
/// and the client then calls `token`.
public struct AuthorizationServer: Sendable {
  public let settings: ServerSettings
  let clients: [String: Client]
  var pushed: BoundedStore<AuthorizationRequest>
  var codes: BoundedStore<IssuedCode>
  var spentCodes: BoundedStore<SpentCode>
  var accessTokens: BoundedStore<IssuedAccess>
  var families: BoundedStore<TokenFamily>
  var replays: ReplayCache
  var rates = RateLimiter()
  var sources: SourceLimiter
  var failures: SourceLimiter
  private var nextSweep = Instant(seconds: .min)

  /// Of two clients with one id, the first counts.
  public init(settings: ServerSettings, clients: [Client]) {
    self.settings = settings
    self.clients = Dictionary(clients.map { ($0.id, $0) }) { first, _ in first }
    pushed = BoundedStore(perClient: settings.perClient)
    codes = BoundedStore(perClient: settings.perClient)
    spentCodes = BoundedStore(perClient: settings.perClient)
    accessTokens = BoundedStore(perClient: settings.perClient)
    families = BoundedStore(perClient: settings.perClient)
    replays = ReplayCache(perClient: settings.perClient)
    sources = SourceLimiter(perMinute: settings.sourceRequestsPerMinute)
    failures = SourceLimiter(perMinute: settings.sourceFailuresPerMinute)
  }

  public func client(_ id: String) -> Client? { clients[id] }

  /// What the authorization endpoint does with a request.
  public enum Authorization: Sendable, Hashable {
    case show(AuthorizationRequest)
    case redirect(String)
    case fail(OAuthError)
    /// The client is told by this address that there are too many requests in its name.
    case limited(RateExcess, String)
  }

  /// `oauth2/authorize`. A pushed request is used up by this call.
  ///
  /// - Parameter source: where the browser is. Whoever calls is not known, and may name any client.
  public mutating func authorize(_ form: FormBody, from source: String, now: Instant) -> Authorization {
    sweep(now)
    do throws(OAuthError) {
      if let seconds = sources.admit(source, now: now) {
        throw .tooMany(RateExcess(client: nil, kind: .sourceRequestsPerMinute, seconds: seconds))
      }
      let id = try form.required("client_id", limit: 256)
      guard let client = clients[id] else { throw .invalid("client_id") }
      if form["request_uri"] != nil { return .show(try takePushed(form, client: client, now: now)) }
      let target = try RedirectTarget(form, client: client)
      do throws(OAuthError) {
        guard !settings.requiresPushedRequests else { throw .missing("request_uri") }
        let asked = try AuthorizationRequest(form, client: client, redirect: target)
        let request = try naming(form, asked, client: client, now: now)
        // A pushed request was counted when its client pushed it; these may come from anybody.
        if let seconds = rates.admit("authorize \(id)", limits: client.limits, now: now).seconds {
          let excess = RateExcess(client: id, kind: .authorizationsPerMinute, seconds: seconds)
          return .limited(excess, redirect(.tooMany(excess), to: target.address, state: target.state))
        }
        return .show(request)
      } catch {
        return .redirect(redirect(error, to: target.address, state: target.state))
      }
    } catch {
      return .fail(error)
    }
  }

  /// The signatory agreed, and the service did what that asks for: the address to send the browser to. The code is good
  /// once and for a minute.
  public mutating func complete(
    _ request: AuthorizationRequest, grant: Grant, _ randomness: Randomness, now: Instant
  ) -> String {
    sweep(now)
    let code = randomness.text(0)
    let expires = now.adding(seconds: settings.codeLifetime)
    codes.insert(
      IssuedCode(request: request, grant: grant), for: SecretText.key(code), client: request.clientID,
      expires: expires)
    return QueryText.adding(
      [("code", code), ("state", request.state), ("iss", settings.issuer)], to: request.redirectURI)
  }

  /// The signatory refused, or the service could not go on.
  public func refuse(_ request: AuthorizationRequest, _ error: OAuthError = .accessDenied) -> String {
    redirect(error, to: request.redirectURI, state: request.state)
  }

  /// `oauth2/pushed_authorize` (RFC 9126): the answer of 201.
  public mutating func push(
    _ form: FormBody, _ approach: Approach, _ randomness: Randomness, now: Instant
  ) throws(OAuthError) -> JSONValue {
    sweep(now)
    let client = try authenticate(form, approach, now: now)
    guard form["request_uri"] == nil else { throw .invalid("request_uri") }
    let target = try RedirectTarget(form, client: client)
    let asked = try AuthorizationRequest(form, client: client, redirect: target)
    var request = try naming(form, asked, client: client, now: now)
    if !approach.proofs.isEmpty {
      let proof = try takeProof(approach, token: nil, client: client.id, now: now)
      guard request.proofKey == nil || request.proofKey == proof.thumbprint else { throw .invalid("dpop_jkt") }
      request.proofKey = proof.thumbprint
    }
    let uri = AuthorizationServer.requestURIPrefix + randomness.text(0)
    let expires = now.adding(seconds: settings.pushedLifetime)
    pushed.insert(request, for: SecretText.key(uri), client: client.id, expires: expires)
    return .object(["request_uri": .string(uri), "expires_in": .integer(settings.pushedLifetime)])
  }

  private static let requestURIPrefix = "urn:ietf:params:oauth:request_uri:"

  private mutating func takePushed(
    _ form: FormBody, client: Client, now: Instant
  ) throws(OAuthError) -> AuthorizationRequest {
    let uri = try form.required("request_uri", limit: 512)
    guard let entry = pushed[SecretText.key(uri)], entry.client == client.id else { throw .invalid("request_uri") }
    pushed.remove(SecretText.key(uri))
    guard now < entry.expires else { throw .invalid("request_uri") }
    return entry.value
  }

  /// RFC 6749, 4.1.2.1 and RFC 9207, 2.
  private func redirect(_ error: OAuthError, to address: String, state: String?) -> String {
    QueryText.adding(
      [
        ("error", error.code.rawValue), ("error_description", error.description), ("state", state),
        ("iss", settings.issuer),
      ], to: address)
  }

  /// Nothing is decided by what is forgotten here: each use looks at the time itself.
  mutating func sweep(_ now: Instant) {
    guard now >= nextSweep else { return }
    nextSweep = now.adding(seconds: 10)
    pushed.sweep(before: now)
    codes.sweep(before: now.adding(seconds: -settings.codeLifetime))
    spentCodes.sweep(before: now)
    accessTokens.sweep(before: now.adding(seconds: -60))
    families.sweep(before: now.adding(seconds: -86_400))
    replays.sweep(before: now)
  }
}

/// What the operator decides.
public struct ServerSettings: Sendable, Hashable {
  /// An https address without query; the endpoints lie below it.
  public let issuer: String
  /// The same for clients that authenticate by TLS, where they have another address (RFC 8705, 5).
  public let mutualTLSBase: String?
  public let requiresPushedRequests: Bool
  /// Seconds.
  public let codeLifetime: Int64
  public let pushedLifetime: Int64
  public let accessLifetime: Int64
  /// From the first grant on; a rotated token does not live longer.
  public let refreshLifetime: Int64
  /// Of each kind of thing that is remembered.
  public let perClient: Int
  /// Calls of the authorization endpoint from one source.
  public let sourceRequestsPerMinute: Int
  /// Failed client authentications from one source in the name of one client.
  public let sourceFailuresPerMinute: Int

  public init(
    issuer: String, mutualTLSBase: String? = nil, requiresPushedRequests: Bool = false, codeLifetime: Int64 = 60,
    pushedLifetime: Int64 = 60, accessLifetime: Int64 = 3600, refreshLifetime: Int64 = 86_400, perClient: Int = 10_000,
    sourceRequestsPerMinute: Int = 300, sourceFailuresPerMinute: Int = 10
  ) {
    self.issuer = issuer
    self.mutualTLSBase = mutualTLSBase
    self.requiresPushedRequests = requiresPushedRequests
    self.codeLifetime = codeLifetime
    self.pushedLifetime = pushedLifetime
    self.accessLifetime = accessLifetime
    self.refreshLifetime = refreshLifetime
    self.perClient = perClient
    self.sourceRequestsPerMinute = sourceRequestsPerMinute
    self.sourceFailuresPerMinute = sourceFailuresPerMinute
  }
}

struct IssuedCode: Sendable {
  let request: AuthorizationRequest
  let grant: Grant
}

/// What came of a code: to be withdrawn where the code comes again.
enum SpentCode: Sendable {
  case service(family: Digest)
  case credential(activation: String)
  /// It was burnt by a request that did not fit it.
  case nothing
}

struct IssuedAccess: Sendable {
  /// The credential, of a token of the scope `credential`, which is a SAD of the service's.
  let credentialID: String?
  let subject: String?
  let binding: SenderBinding
  /// Nil for client credentials. Where the family is gone, so is the token.
  let family: Digest?
}

/// All that comes of one authorization: access tokens, and one refresh token that changes with each use.
struct TokenFamily: Sendable {
  let subject: String
  let binding: SenderBinding
  /// SHA-256 of the refresh token that is good now; nil where the client may not refresh.
  var current: Digest?
}
