internal import Cryptography
internal import DER
internal import Evidence

/// Finds out which client calls the token, revocation or pushed authorization endpoint (RFC 6749, 2.3).
struct ClientAuthentication {
  static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
  /// How far ahead an assertion may expire: its `jti` is remembered until then.
  static let longestAssertion: Int64 = 600

  let client: Client
  /// The `jti` of an assertion, with the end of its validity; the caller refuses one that came before.
  let assertion: (identifier: Digest, expires: Instant)?

  /// `audiences`: the issuer and the address of the endpoint, either of which an assertion may be for.
  init(
    _ form: FormBody, _ approach: Approach, clients: [String: Client], audiences: [String], now: Instant
  ) throws(OAuthError) {
    let offered = try Offer(form, approach)
    let named = try form.optional("client_id", limit: 256)
    guard let id = try offered.clientID() ?? named else { throw .missing("client_id") }
    guard named == nil || named == id, let client = clients[id] else { throw .invalid("client_id") }
    self.client = client
    switch (client.authentication, offered) {
    case (.none, .nothing): assertion = nil
    case (.certificate(let wanted), .nothing):
      guard approach.certificate == wanted else { throw .clientRequired }
      assertion = nil
    case (.secret(let wanted), .secret(let secret, let basic, _)):
      guard Hash.digest(Array(secret.utf8)) == wanted else { throw ClientAuthentication.wrongSecret(basic: basic) }
      assertion = nil
    case (.privateKeyJWT(let keys), .assertion(let token)):
      let wanted = AssertionCheck(client: id, keys: keys, audiences: audiences, now: now)
      assertion = try wanted.check(token)
    default: throw .clientRequired.challenging("Basic realm=\"oauth2\"")
    }
  }

  /// The client in whose name a request comes, true or not; nil where it names none.
  static func namedClient(_ form: FormBody, _ approach: Approach) -> String? {
    let offered = try? Offer(form, approach)
    return (try? offered?.clientID()) ?? form["client_id"]
  }

  private static func wrongSecret(basic: Bool) -> OAuthError {
    guard basic else { return .invalid("client_secret") }
    return OAuthError(status: 401, .invalidClient, "Invalid parameter client_secret")
      .challenging("Basic realm=\"oauth2\"")
  }

  /// What the request says for itself; more than one way at once is refused.
  private enum Offer {
    case nothing
    case secret(String, basic: Bool, id: String?)
    case assertion(SignedToken)

    init(_ form: FormBody, _ approach: Approach) throws(OAuthError) {
      let posted = try form.optional("client_secret", limit: 1024)
      let assertion = try form.optional("client_assertion", limit: SignedToken.longest)
      let type = try form.optional("client_assertion_type")
      let ways = [posted != nil, assertion != nil || type != nil, approach.authorization != nil].filter { $0 }.count
      guard ways <= 1 else { throw OAuthError(.invalidRequest, "The client authenticates in more than one way") }
      if let posted {
        self = .secret(posted, basic: false, id: nil)
      } else if let header = approach.authorization {
        self = try Offer.basic(header)
      } else if assertion != nil || type != nil {
        guard type == ClientAuthentication.assertionType else { throw .invalid("client_assertion_type") }
        guard let token = assertion.flatMap({ SignedToken($0, headers: ["alg", "typ", "kid"]) }) else {
          throw AssertionCheck.failed
        }
        self = .assertion(token)
      } else {
        self = .nothing
      }
    }

    func clientID() throws(OAuthError) -> String? {
      switch self {
      case .nothing: nil
      case .secret(_, _, let id): id
      case .assertion(let token): token.claims.string("sub")
      }
    }

    /// RFC 6749, 2.3.1: both halves are form-encoded before they are joined.
    private static func basic(_ header: String) throws(OAuthError) -> Offer {
      let failed = OAuthError(status: 401, .invalidClient, "Client authorization required")
        .challenging("Basic realm=\"oauth2\"")
      let parts = header.split(separator: " ", omittingEmptySubsequences: false)
      guard parts.count == 2, parts[0].lowercased() == "basic", parts[1].utf8.count <= 2048,
        let bytes = Base64.decode(String(parts[1])), let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
      else { throw failed }
      let pair = [UInt8]("i=".utf8) + bytes[..<colon] + [UInt8]("&s=".utf8) + bytes[(colon + 1)...]
      guard let form = try? FormBody(pair), let id = form["i"], let secret = form["s"] else { throw failed }
      return .secret(secret, basic: true, id: id)
    }
  }
}

/// `private_key_jwt` (RFC 7523, 3).
private struct AssertionCheck {
  static let failed = OAuthError(status: 401, .invalidClient, "The client assertion is not valid")

  let client: String
  let keys: [JSONWebKey]
  let audiences: [String]
  let now: Instant

  func check(_ token: SignedToken) throws(OAuthError) -> (identifier: Digest, expires: Instant) {
    let claims = token.claims
    let keyID = token.header.string("kid")
    let fitting = keys.filter { keyID == nil || $0.keyID == nil || $0.keyID == keyID }
    guard fitting.contains(where: { token.verifies(by: $0.key) }) else { throw AssertionCheck.failed }
    guard claims.string("iss") == client, claims.string("sub") == client,
      let audience = claims.strings("aud"), audience.count == 1, audiences.contains(where: audience.contains),
      let jti = claims.string("jti"), jti.utf8.count <= 256, let expiry = claims.date("exp")
    else { throw AssertionCheck.failed }
    let expires = Instant(seconds: expiry)
    guard now < expires, expires <= now.adding(seconds: ClientAuthentication.longestAssertion),
      claims.date("nbf").map({ Instant(seconds: $0) <= now.adding(seconds: DPoPProof.longestLead) }) ?? true,
      claims.date("iat").map({ Instant(seconds: $0) <= now.adding(seconds: DPoPProof.longestLead) }) ?? true
    else { throw AssertionCheck.failed }
    return (Hash.digest(Array("\(client).\(jti)".utf8)), expires)
  }
}
