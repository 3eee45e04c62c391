internal import Cryptography
internal import DER
internal import Evidence

/// CSC's `account_token`: a client with a secret says whom it expects at the browser, in a JWT (RFC 7519) whose HS256 key is the
/// SHA-256 over that secret. It proves nothing of the person, whose own passkey does.
struct AccountToken {
  /// Seconds after its issue.
  static let longestAge: Int64 = 300

  let subject: String
  /// It is good once.
  let identifier: Digest
  let expires: Instant

  init(_ text: String, client: Client, now: Instant) throws(OAuthError) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
    guard case .secret(let key) = client.authentication, parts.count == 3,
      let header = Base64URL.decode(parts[0]).flatMap({ JSONObject($0) }),
      let claims = Base64URL.decode(parts[1]).flatMap({ JSONObject($0) }), let mac = Base64URL.decode(parts[2]),
      header.names.isSubset(of: ["alg", "typ"]), header.string("alg") == "HS256",
      let wanted = try? CredentialProtection.hmac(parts[0] + [UInt8(ascii: ".")] + parts[1], key: key.bytes, .sha256),
      // Digests are compared: how far two are alike shows in no time.
      Hash.digest(mac) == Hash.digest(wanted),
      claims.string("azp") == client.id, let subject = claims.string("sub"), subject.utf8.count <= 255,
      let jti = claims.string("jti"), jti.utf8.count <= 256,
      let issued = claims.date("iat").map({ Instant(seconds: $0) }),
      issued <= now.adding(seconds: DPoPProof.longestLead), now < issued.adding(seconds: AccountToken.longestAge)
    else { throw .invalid("account_token") }
    self.subject = subject
    identifier = Hash.digest(Array("account \(client.id).\(jti)".utf8))
    expires = issued.adding(seconds: AccountToken.longestAge)
  }
}

extension AuthorizationServer {
  /// The request with the account that its token names, where it has one.
  mutating func naming(
    _ form: FormBody, _ request: AuthorizationRequest, client: Client, now: Instant
  ) throws(OAuthError) -> AuthorizationRequest {
    guard let text = try form.optional("account_token", limit: SignedToken.longest) else { return request }
    let token = try AccountToken(text, client: client, now: now)
    guard request.loginHint == nil || request.loginHint == token.subject else { throw .invalid("login_hint") }
    switch replays.take(token.identifier, client: client.id, expires: token.expires, now: now) {
    case .fresh: break
    case .seen: throw .invalid("account_token")
    case .full: throw AuthorizationServer.full
    }
    var named = request
    named.account = token.subject
    named.loginHint = token.subject
    return named
  }
}
