internal import CSC
internal import Cryptography
internal import Evidence
internal import OAuth

/// Who calls a CSC method, and for whom.
struct ServiceCaller: Sendable {
  let client: String
  /// The signatory whose credentials the caller may see; nil where it may name one.
  let signatory: String?
  /// The activation data where the access token is that itself, and the one credential that it is for.
  var sad: String?
  var credential: String?
}

/// Tells who calls: by an access token, or else by the client certificate on `mtls`.
struct ServiceAccess: Sendable {
  private let byCertificate: [Digest: RemoteSigningSettings.Client]
  private let byID: [String: RemoteSigningSettings.Client]
  private let oauth: OAuthService
  private let clock: @Sendable () -> Instant

  init(_ settings: RemoteSigningSettings, _ oauth: OAuthService, clock: @escaping @Sendable () -> Instant) {
    byID = Dictionary(settings.clients.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var certificates: [Digest: RemoteSigningSettings.Client] = [:]
    for client in settings.clients {
      if case .certificate(let digest) = client.authentication { certificates[digest] = client }
    }
    byCertificate = certificates
    self.oauth = oauth
    self.clock = clock
  }

  func client(_ id: String) -> RemoteSigningSettings.Client? { byID[id] }

  func caller(of call: Call, dialect: Dialect) throws(CSCError) -> ServiceCaller {
    let headers = call.message.headers("authorization")
    guard !headers.isEmpty else {
      guard let certificate = call.message.peerCertificate, let client = byCertificate[Hash.digest(certificate)] else {
        throw .invalidToken
      }
      return ServiceCaller(client: client.id, signatory: nil)
    }
    guard headers.count == 1, let token = headers.first.flatMap({ PresentedToken(header: $0) }) else {
      throw .malformedAuthorization(dialect)
    }
    let standing: AuthorizationServer.Standing
    do { standing = try oauth.standing(of: token, try oauth.approach(call), now: clock()) } catch {
      guard error.status != 503 else { throw .unavailable(error.description) }
      throw CSCError(status: 401, .invalidToken, error.description)
    }
    switch standing {
    case .good(let access): return ServiceCaller(client: access.clientID, signatory: access.subject)
    case .sad(let client, let credential):
      return ServiceCaller(client: client, signatory: nil, sad: token.text, credential: credential)
    case .expired: throw .expiredToken
    case .unknown: throw .invalidToken
    }
  }
}
