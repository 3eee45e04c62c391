internal import CSC
internal import Cryptography
internal import DER
internal import Documents
internal import Evidence
internal import FuzzSupport
internal import OAuth

/// What clients of remote signing send.
extension DocumentReaders {
  /// A CSC request. The first octet says which method, by its lower bits, and which edition, by its highest.
  static let csc = FuzzTarget("csc") { input throws(BrokenPromise) in
    guard let first = input.first, let method = Method.allCases.dropFirst(Int(first & 0x7F)).first else { return false }
    let dialect: Dialect = first & 0x80 == 0 ? .v2 : .v1
    let body = Array(input.dropFirst())
    do throws(CSCError) {
      return try take(body, method, dialect)
    } catch {
      try promise(error.status == 400 && error.code == .invalidRequest, "a request is refused as \(error)")
      try promise(!error.description.utf8.contains { $0 < 0x20 }, "a refusal has control characters")
      return false
    }
  }

  private static func take(_ body: [UInt8], _ method: Method, _ dialect: Dialect) throws(CSCError) -> Bool {
    switch method {
    case .info: _ = try InfoRequest(body, dialect: dialect)
    case .list: _ = try ListRequest(body, dialect: dialect, userSpecific: body.count.isMultiple(of: 2))
    case .credentialInfo: _ = try CredentialInfoRequest(body, dialect: dialect)
    case .authorize:
      let request = try AuthorizeRequest(body, dialect: dialect)
      let count = try request.numSignatures(multisign: 10)
      let digests = try request.digests(count: count, required: false)
      _ = (try request.credentialID(), try request.factors(explicit: false), try request.texts())
      return digests == nil || digests?.count == count
    case .authorizeCheck: _ = try AuthorizeCheckRequest(body, dialect: dialect)
    case .getChallenge: _ = try GetChallengeRequest(body, dialect: dialect)
    case .extendTransaction: _ = try ExtendTransactionRequest(body, dialect: dialect).digests(required: true)
    case .signHash:
      let request = try SignHashRequest(body, dialect: dialect)
      _ = (try request.sad(), try request.credentialID())
      let limits = AsynchronousLimits(standardMilliseconds: 1000, longestMilliseconds: 10_000)
      for key in keys { _ = try request.work(try request.hashes(), key: key, limits: limits) }
    case .signPolling: _ = try SignPollingRequest(body, dialect: dialect, userSpecific: false)
    case .timestamp: _ = try TimestampRequest(body, dialect: dialect)
    }
    return true
  }

  private static let keys = [
    KeyDescription(facts(.rsa(modulus: [UInt8](repeating: 0xFF, count: 256), exponent: [1, 0, 1])), enabled: true)
  ]

  private static func facts(_ kind: KeyKind) -> KeyFacts { KeyFacts(kind: kind, spki: [], spkiSHA256: Hash.digest([])) }

  /// What comes to the endpoints of OAuth. The first octet says what follows: 0 the query of an authorization, 1 a form
  /// for the token endpoint, 2 a proof in its header, 3 a JSON Web Key, 4 an `Authorization` header.
  static let oauth = FuzzTarget("oauth") { input throws(BrokenPromise) in
    let content = Array(input.dropFirst())
    switch input.first {
    case 0: return try authorization(content)
    case 1: return try token(content, proofs: [])
    case 2: return try token(form, proofs: [String(decoding: content, as: UTF8.self)])
    case 3:
      guard let key = JSONWebKey(json: content) else { return false }
      try promise(key.thumbprint.utf8.count == 43, "a thumbprint is no SHA-256")
      return true
    case 4: return PresentedToken(header: String(decoding: content, as: UTF8.self)) != nil
    default: return false
    }
  }

  private static let form = Array("grant_type=client_credentials&client_id=web&client_secret=secret".utf8)
  private static let redirect = "https://web.example/cb"

  private static var server: AuthorizationServer {
    let client = Client(
      id: "web", name: "Web", authentication: .secret(Hash.digest(Array("secret".utf8))), redirectURIs: [redirect],
      scopes: [.service, .credential], grants: Set(Client.Grant.allCases),
      limits: RateLimits(perMinute: 1, burst: 1))
    return AuthorizationServer(
      settings: ServerSettings(issuer: "https://as.example"), clients: [client].compactMap { $0 })
  }

  private static let now = Instant(seconds: 1_800_000_000)

  private static func authorization(_ query: [UInt8]) throws(BrokenPromise) -> Bool {
    guard let form = try? FormBody(query) else { return false }
    var server = server
    switch server.authorize(form, from: "192.0.2.1", now: now) {
    case .show(let request):
      try promise(request.redirectURI == redirect, "a request leads to another address")
      if case .credential(let wanted) = request.purpose {
        try promise(
          wanted.hashes.isEmpty || wanted.hashes.count == wanted.numSignatures, "more hashes than signatures")
      }
      return true
    case .redirect(let address), .limited(_, let address):
      try promise(address.hasPrefix(redirect + "?error="), "an error leads to another address")
      try promise(address.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "an address has bytes that none has")
      return false
    case .fail: return false
    }
  }

  /// No code was ever given out, so that all there is to get is a token of the client's own.
  private static func token(_ body: [UInt8], proofs: [String]) throws(BrokenPromise) -> Bool {
    guard let form = try? FormBody(body), let randomness = Randomness([UInt8](repeating: 1, count: Randomness.count))
    else { return false }
    var server = server
    let approach = Approach(
      authorization: nil, proofs: proofs, certificate: nil, method: "POST", source: "192.0.2.1",
      url: "https://server.example.com/token")
    // The time of RFC 9449's example.
    let time = proofs.isEmpty ? now : Instant(seconds: 1_562_262_616)
    guard case .token(let answer)? = try? server.token(form, approach, randomness, now: time) else { return false }
    try promise(answer.refreshToken == nil && answer.scope == .service, "a token for nothing")
    try promise((answer.binding.proofKey == nil) == proofs.isEmpty, "a proof that binds nothing")
    return true
  }
}
