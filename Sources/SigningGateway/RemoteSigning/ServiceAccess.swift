internal import CSC
internal import Cryptography
internal import Evidence

/// Who calls a CSC method, and for whom.
struct ServiceCaller: Sendable {
  let client: String
  /// The signatory whose credentials the caller may see; nil where it may name one.
  let signatory: String?
  /// The activation data where the access token is that itself.
  let sad: String?
}

/// Tells who calls: by the client certificate on `mtls`, by an access token on `public`.
struct ServiceAccess: Sendable {
  private let byCertificate: [Digest: RemoteSigningSettings.Client]
  private let byID: [String: RemoteSigningSettings.Client]

  init(_ settings: RemoteSigningSettings) {
    byID = Dictionary(settings.clients.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var certificates: [Digest: RemoteSigningSettings.Client] = [:]
    for client in settings.clients {
      if case .certificate(let digest) = client.authentication { certificates[digest] = client }
    }
    byCertificate = certificates
  }

  func client(_ id: String) -> RemoteSigningSettings.Client? { byID[id] }

  func caller(of call: Call, dialect: Dialect) throws(CSCError) -> ServiceCaller {
    if let certificate = call.message.peerCertificate, let client = byCertificate[Hash.digest(certificate)] {
      return ServiceCaller(client: client.id, signatory: nil, sad: nil)
    }
    throw .invalidToken
  }
}
