import Cryptography
import DER
public import Evidence
import TestSupport
import X509

@testable import OAuth

extension JSONValue: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self = .string(text) }
}

extension JSONValue {
  subscript(_ name: String) -> JSONValue? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  var text: String? { if case .string(let text) = self { text } else { nil } }
}

/// RFC 7636, appendix B.
enum PKCE {
  static let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
  static let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
}

/// A key of a client, and what it signs.
struct Signer {
  let key: TestKey
  let algorithm: JWSAlgorithm

  init(_ algorithm: JWSAlgorithm = .es256, _ key: Result<TestKey, any Error>? = nil) throws {
    self.algorithm = algorithm
    self.key = try key?.get() ?? TestKeys.p256.get()
  }

  func jwk() throws -> [String: JSONValue] {
    func text(_ bytes: some Collection<UInt8>) -> JSONValue { .string(Base64URL.encode(bytes)) }
    let facts = try key.publicKey.facts
    let bits = try SubjectPublicKeyInfo(der: facts.spki).key.bytes
    switch facts.kind {
    case .rsa(let modulus, let exponent): return ["kty": "RSA", "n": text(modulus), "e": text(exponent)]
    case .ec(let curve):
      let width = (curve.bits + 7) / 8
      let (x, y) = (bits.dropFirst().prefix(width), bits.suffix(width))
      return ["kty": "EC", "crv": .string(curve.rawValue), "x": text(x), "y": text(y)]
    default: return ["kty": "OKP", "crv": "Ed25519", "x": text(bits)]
    }
  }

  func webKey() throws -> JSONWebKey {
    guard let key = JSONWebKey(json: JSONValue.object(try jwk()).canonicalBytes()) else { throw Broken() }
    return key
  }

  func token(_ header: [String: JSONValue], _ claims: [String: JSONValue]) throws -> String {
    func part(_ value: [String: JSONValue]) -> String { Base64URL.encode(JSONValue.object(value).canonicalBytes()) }
    let input = "\(part(header)).\(part(claims))"
    let signature = try key.sign(Array(input.utf8), scheme: algorithm.scheme)
    guard let raw = algorithm.raw(signature) else { throw Broken() }
    return "\(input).\(Base64URL.encode(raw))"
  }

  /// A proof for `POST https://as.example/oauth2/token`, with changes; `nil` leaves a claim out.
  func proof(
    _ changes: [String: JSONValue?] = [:], header: [String: JSONValue?] = [:], jti: String = "1", now: Instant
  ) throws -> String {
    var head: [String: JSONValue] = [
      "typ": "dpop+jwt", "alg": .string(algorithm.rawValue), "jwk": .object(try jwk()),
    ]
    var claims: [String: JSONValue] = [
      "jti": .string(jti), "htm": "POST", "htu": "https://as.example/oauth2/token", "iat": .integer(now.seconds),
    ]
    for (name, value) in header { head[name] = value }
    for (name, value) in changes { claims[name] = value }
    return try token(head, claims)
  }

  /// An assertion of the client `robot`, with changes.
  func assertion(
    _ changes: [String: JSONValue?] = [:], header: [String: JSONValue?] = [:], now: Instant
  ) throws -> String {
    var head: [String: JSONValue] = ["alg": .string(algorithm.rawValue)]
    var claims: [String: JSONValue] = [
      "iss": "robot", "sub": "robot", "aud": "https://as.example", "jti": "a1",
      "exp": .integer(now.adding(seconds: 60).seconds),
    ]
    for (name, value) in header { head[name] = value }
    for (name, value) in changes { claims[name] = value }
    return try token(head, claims)
  }

  struct Broken: Error {}
}

/// An authorization server with one client for each way to authenticate, and a clock that the test sets.
struct Office {
  static let secret = "correct-horse-battery-staple-0123456789abcdef"
  static let certificate = Hash.digest([1, 2, 3])
  static let redirect = "https://web.example/cb"

  var server: AuthorizationServer
  var now = Instant(seconds: 1_800_000_000)
  private var draws: UInt8 = 0

  init(
    perClient: Int = 100, requiresPushedRequests: Bool = false,
    limits: RateLimits = RateLimits(perMinute: 600, burst: 600), sourceRequests: Int = 600, sourceFailures: Int = 600
  ) throws {
    let signer = try Signer()
    func client(
      _ id: String, _ authentication: Client.Authentication, grants: Set<Client.Grant> = Set(Client.Grant.allCases),
      redirects: [String] = [Office.redirect], constrained: Bool = false, speaksCSC1: Bool = false
    ) -> Client? {
      Client(
        id: id, name: "Client \(id)", authentication: authentication, redirectURIs: redirects,
        scopes: [.service, .credential], grants: grants, limits: limits,
        requiresSenderConstraint: constrained, speaksCSC1: speaksCSC1)
    }
    let clients = [
      client("web", .secret(Hash.digest(Array(Office.secret.utf8)))),
      client("phone", .none, redirects: [Office.redirect, "app.example:/done?x=1"]),
      client("robot", .privateKeyJWT([try signer.webKey()])), client("tls", .certificate(Office.certificate)),
      client("elder", .secret(Hash.digest(Array(Office.secret.utf8))), speaksCSC1: true),
      client("strict", .secret(Hash.digest(Array(Office.secret.utf8))), constrained: true),
      client("narrow", .secret(Hash.digest(Array(Office.secret.utf8))), grants: [.clientCredentials]),
    ]
    let settings = ServerSettings(
      issuer: "https://as.example", mutualTLSBase: "https://mtls.as.example",
      requiresPushedRequests: requiresPushedRequests, perClient: perClient, sourceRequestsPerMinute: sourceRequests,
      sourceFailuresPerMinute: sourceFailures)
    server = AuthorizationServer(settings: settings, clients: clients.compactMap { $0 })
  }

  mutating func randomness() throws -> Randomness {
    draws &+= 1
    guard let randomness = Randomness((0..<Randomness.count).map { UInt8($0) ^ draws }) else { throw Signer.Broken() }
    return randomness
  }

  static func approach(
    authorization: String? = nil, proofs: [String] = [], certificate: Digest? = nil, method: String = "POST",
    source: String = "192.0.2.1", url: String = "https://as.example/oauth2/token"
  ) -> Approach {
    Approach(
      authorization: authorization, proofs: proofs, certificate: certificate, method: method, source: source, url: url)
  }

  static func form(_ parameters: [String: String?]) throws -> FormBody {
    try FormBody(pairs: parameters.compactMap { name, value in value.map { (name, $0) } })
  }

  /// The parameters of a service authorization by `phone`, with changes.
  static func authorization(_ changes: [String: String?] = [:]) throws -> FormBody {
    var parameters: [String: String?] = [
      "response_type": "code", "client_id": "phone", "redirect_uri": Office.redirect, "state": "s&1",
      "code_challenge": PKCE.challenge, "code_challenge_method": "S256",
    ]
    parameters.merge(changes) { _, new in new }
    return try form(parameters)
  }

  /// A code as the client gets it.
  mutating func code(
    _ changes: [String: String?] = [:], grant: Grant = .service(subject: "erika")
  ) throws -> String {
    guard case .show(let request) = server.authorize(try Office.authorization(changes), from: "192.0.2.1", now: now)
    else {
      throw Signer.Broken()
    }
    let address = server.complete(request, grant: grant, try randomness(), now: now)
    guard let code = Office.parameters(address)["code"] else { throw Signer.Broken() }
    return code
  }

  /// A call of the token endpoint for `phone`, with changes.
  mutating func token(
    _ changes: [String: String?] = [:], _ approach: Approach = Office.approach()
  ) throws -> AuthorizationServer.TokenOutcome {
    var parameters: [String: String?] = [
      "grant_type": "authorization_code", "client_id": "phone", "redirect_uri": Office.redirect,
      "code_verifier": PKCE.verifier,
    ]
    parameters.merge(changes) { _, new in new }
    return try server.token(try Office.form(parameters), approach, try randomness(), now: now)
  }

  mutating func answer(
    _ changes: [String: String?] = [:], _ approach: Approach = Office.approach()
  ) throws -> TokenAnswer {
    guard case .token(let answer) = try token(changes, approach) else { throw Signer.Broken() }
    return answer
  }

  /// The error of the token endpoint; nil where there is none.
  mutating func tokenError(
    _ changes: [String: String?] = [:], _ approach: Approach = Office.approach()
  ) throws -> OAuthError? {
    try error { office in _ = try office.token(changes, approach) }
  }

  /// What `body` threw; other errors go on.
  mutating func error(_ body: (inout Office) throws -> Void) throws -> OAuthError? {
    do { try body(&self) } catch let error as OAuthError { return error }
    return nil
  }

  mutating func standing(_ header: String, _ approach: Approach = Office.approach()) throws
    -> AuthorizationServer.Standing
  {
    guard let token = PresentedToken(header: header) else { throw Signer.Broken() }
    return try server.standing(of: token, approach, now: now)
  }

  /// The query of a redirect.
  static func parameters(_ address: String) -> [String: String] {
    guard let mark = address.firstIndex(of: "?") else { return [:] }
    let names = ["code", "state", "iss", "error", "error_description", "x"]
    guard let form = try? FormBody(Array(address[address.index(after: mark)...].utf8)) else { return [:] }
    return Dictionary(names.compactMap { name in form[name].map { (name, $0) } }) { first, _ in first }
  }
}
