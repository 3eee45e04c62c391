internal import CSC
internal import Documents
internal import Evidence

/// The configuration's member `remote-signing`: signatories' keys, who may ask for them, and for how long.
struct RemoteSigningSettings: Sendable {
  /// A driving application: it shows documents to signatories and asks for signatures.
  struct Client: Sendable, Hashable {
    /// How it proves who it is.
    enum Authentication: Sendable, Hashable {
      /// A browser application without a secret of its own; PKCE alone binds the code to it.
      case none
      /// SHA-256 over a secret of at least 128 bits of randomness.
      case secret(Digest)
      /// SHA-256 over its certificate, shown on the `mtls` listener.
      case certificate(Digest)
      /// JSON Web Keys, as text, by which it signs assertions.
      case keys([String])
    }

    let id: String
    let name: String
    let authentication: Authentication
    let redirectURIs: [String]
    /// It may ask for tokens of its own, and list the credentials of the signatories it names.
    let actsAlone: Bool
    let requestsPerMinute: Int64
    let signaturesPerDay: Int64
    /// Its OAuth is that of CSC 1.0.4: without proof keys, hashes by `hash`, tokens of the type `SAD`.
    let speaksCSC1: Bool
  }

  /// Where browsers and clients reach the `public` listener, without a slash at the end: the issuer of OAuth.
  let origin: String
  /// The same of the `mtls` listener, for clients that a certificate authenticates; nil where they are told of none.
  let mutualTLSOrigin: String?
  /// OAuth requests come pushed or not at all (RFC 9126).
  let pushedRequestsOnly: Bool
  /// WebAuthn's relying party: the host of `origin`, or a domain above it.
  let relyingParty: String
  let name: String
  let description: String
  /// ISO 3166-1 alpha-2.
  let region: String
  let language: String
  let logo: String
  /// What `info` of CSC v2 says of its edition.
  let edition: String
  /// The token on which signatories' keys are made.
  let token: String
  /// The label of the key under which wrapped keys are kept; nil where all are on the token.
  let wrappingKey: String?
  let activationSeconds: Int64
  /// Wrong tries of password and code, one after another, until they are locked.
  let tries: Int64
  /// How far the token's memory of the record store may lag behind: one write of the token in so much time.
  let storeMarkSeconds: Int64
  /// What one address may ask of the authorization endpoint, and how often clients that call from there may fail to say who they
  /// are, each: nobody knows who else calls in their names.
  let sourceRequestsPerMinute: Int64
  let sourceFailuresPerMinute: Int64
  /// The requesters that may enrol signatories and their credentials.
  let enrollers: Set<String>
  let clients: [Client]
  /// Nil where no time stamps are made.
  var timestamp: TimestampSettings?

  /// The first name that nothing has, or that two things have.
  func problem(tokens: Set<String>, requesters: [Requester]) -> String? {
    let path = "$.remote-signing"
    if !tokens.contains(token) { return "\(path).token: no token is named \(token)" }
    if let problem = timestamp?.problem(tokens: tokens) { return problem }
    // Browsers take http for secure from their own machine alone.
    if !origin.hasPrefix("https://"), origin != "http://localhost", !origin.hasPrefix("http://localhost:") {
      return "\(path).origin: must begin with https://"
    }
    if origin.hasSuffix("/") { return "\(path).origin: ends with a slash" }
    if let id = enrollers.sorted().first(where: { id in !requesters.contains { $0.id == id } }) {
      return "\(path).enrollers: no requester is named \(id)"
    }
    if Set(clients.map(\.id)).count != clients.count { return "\(path).clients: an id occurs twice" }
    if let client = clients.first(where: { OAuthService.client($0) == nil }) {
      return "\(path).clients: \(client.id) has a redirect URI that is not absolute, or a key that is none of ours, or "
        + "is public and speaks CSC v1, whose codes nothing would bind to it"
    }
    for client in clients {
      guard case .certificate(let digest) = client.authentication else { continue }
      if requesters.contains(where: { $0.certificateSHA256 == digest }) {
        return "\(path).clients: \(client.id) has the certificate of a requester"
      }
    }
    return nil
  }

  /// That of the text which was read, or the one that adds what `info` has here of 2.2: shipped clients insist on it.
  private static var editionShape: FieldShape<String> {
    .text("2.0.0.0 or 2.2.0.0") { text in [Dialect.v2.specs, "2.2.0.0"].first { $0 == text } }
  }

  static var shape: FieldShape<RemoteSigningSettings> {
    .object { fields throws(DocumentError) in
      RemoteSigningSettings(
        origin: try fields.required("origin", as: .string),
        mutualTLSOrigin: try fields.optional("mtls-origin", as: .string),
        pushedRequestsOnly: try fields.optional("pushed-requests-only", as: .bool) ?? false,
        relyingParty: try fields.required("relying-party", as: .string),
        name: try fields.required("name", as: .string),
        description: try fields.optional("description", as: .string) ?? "",
        region: try fields.required("region", as: .string),
        language: try fields.optional("language", as: .string) ?? "en-GB",
        logo: try fields.optional("logo", as: .string) ?? "",
        edition: try fields.optional("csc-edition", as: editionShape) ?? Dialect.v2.specs,
        token: try fields.required("token", as: .string),
        wrappingKey: try fields.optional("wrapping-key", as: .string),
        activationSeconds: try fields.optional("activation-seconds", as: .integer(in: 10...1800)) ?? 300,
        tries: try fields.optional("tries", as: .integer(in: 1...20)) ?? 5,
        storeMarkSeconds: try fields.optional("store-mark-seconds", as: .integer(in: 1...86400))
          ?? StoreGuard.usualPause,
        sourceRequestsPerMinute: try fields.optional("source-requests-per-minute", as: .integer(in: 1...1_000_000))
          ?? 300,
        sourceFailuresPerMinute: try fields.optional("source-failures-per-minute", as: .integer(in: 1...1_000_000))
          ?? 10,
        enrollers: Set(try fields.required("enrollers", as: .list(of: .string))),
        clients: try fields.required("clients", as: .list(of: Client.shape, count: 1...10_000)),
        timestamp: try fields.optional("timestamp", as: TimestampSettings.shape))
    }
  }
}

extension RemoteSigningSettings.Client {
  fileprivate static var shape: FieldShape<Self> {
    .object { fields throws(DocumentError) in
      Self(
        id: try fields.required("id", as: .name), name: try fields.required("name", as: .string),
        authentication: try authentication(&fields),
        redirectURIs: try fields.optional("redirect-uris", as: .list(of: .string, count: 0...100)) ?? [],
        actsAlone: try fields.optional("acts-alone", as: .bool) ?? false,
        requestsPerMinute: try fields.optional("requests-per-minute", as: .integer(in: 1...1_000_000)) ?? 600,
        signaturesPerDay: try fields.optional("signatures-per-day", as: .integer(in: 1...1_000_000_000)) ?? 100_000,
        speaksCSC1: try fields.optional("csc-v1", as: .bool) ?? false)
    }
  }

  private static func authentication(_ fields: inout Fields) throws(DocumentError) -> Authentication {
    let secret = try fields.optional("secret-sha256", as: .sha256)
    let certificate = try fields.optional("certificate-sha256", as: .sha256)
    let keys = try fields.optional("keys", as: .list(of: .string, count: 1...10))
    let isPublic = try fields.optional("public", as: .bool) ?? false
    switch (secret, certificate, keys, isPublic) {
    case (let digest?, nil, nil, false): return .secret(digest)
    case (nil, let digest?, nil, false): return .certificate(digest)
    case (nil, nil, let keys?, false): return .keys(keys)
    case (nil, nil, nil, true): return .none
    default:
      throw fields.error(
        "id", "wants exactly one of secret-sha256, certificate-sha256, keys, or public: true")
    }
  }
}
