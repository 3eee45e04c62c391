internal import DER
public import Evidence

/// A program that the operator has registered.
public struct Client: Sendable {
  public enum Scope: String, Sendable, Hashable, CaseIterable { case service, credential }

  public enum Grant: String, Sendable, Hashable, CaseIterable {
    case authorizationCode = "authorization_code"
    case clientCredentials = "client_credentials"
    case refreshToken = "refresh_token"
  }

  /// How the client says who it is; one way for each.
  public enum Authentication: Sendable {
    /// A public client, such as an application on a phone.
    case none
    /// SHA-256 of a secret of 32 random bytes or more; a secret that a person chose has no place here.
    case secret(Digest)
    /// `private_key_jwt` (RFC 7523) by one of these keys.
    case privateKeyJWT([JSONWebKey])
    /// Mutual TLS with exactly this certificate (RFC 8705, 2.2), by the SHA-256 of its DER.
    case certificate(Digest)
  }

  public let id: String
  /// What a signatory is shown.
  public let name: String
  public let authentication: Authentication
  /// Compared byte for byte.
  public let redirectURIs: [String]
  public let scopes: Set<Scope>
  public let grants: Set<Grant>
  public let limits: RateLimits
  /// True where the client's tokens must be bound to a key of its own: DPoP or mutual TLS.
  public let requiresSenderConstraint: Bool
  /// True where the client speaks CSC 1.0.4: it may leave the proof key of RFC 7636 out, names hashes by `hash`, and its tokens of
  /// the scope `credential` are of the type `SAD`. Never a public client: nothing else binds its codes to it.
  public let speaksCSC1: Bool

  /// Returns nil where a redirect URI is not absolute, has a fragment (RFC 6749, 3.1.2) or characters that no URI has,
  /// or uses plain http with another host than the local one; and for a public client that speaks CSC 1.0.4.
  public init?(
    id: String, name: String, authentication: Authentication, redirectURIs: [String], scopes: Set<Scope>,
    grants: Set<Grant>, limits: RateLimits, requiresSenderConstraint: Bool = false,
    speaksCSC1: Bool = false
  ) {
    if speaksCSC1, case .none = authentication { return nil }
    guard redirectURIs.allSatisfy(Client.isRedirectURI) else { return nil }
    self.id = id
    self.name = name
    self.authentication = authentication
    self.redirectURIs = redirectURIs
    self.scopes = scopes
    self.grants = grants
    self.limits = limits
    self.requiresSenderConstraint = requiresSenderConstraint
    self.speaksCSC1 = speaksCSC1
  }

  var isPublic: Bool { if case .none = authentication { true } else { false } }

  /// Whether the connection itself says that it is this client.
  func isShown(by approach: Approach) -> Bool {
    if case .certificate(let own) = authentication { approach.certificate == own } else { false }
  }

  private static func isRedirectURI(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "\"") }),
      bytes.count <= 2048, let colon = bytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon < bytes.count - 1
    else { return false }
    let scheme = text.prefix { $0 != ":" }.lowercased()
    guard !["javascript", "data", "file", "vbscript", "blob"].contains(scheme) else { return false }
    guard scheme == "http" else { return true }
    return ["http://127.0.0.1", "http://[::1]", "http://localhost"].contains { host in
      text.hasPrefix(host + "/") || text.hasPrefix(host + ":")
    }
  }
}

/// What came with a request beside its parameters.
public struct Approach: Sendable {
  /// The `Authorization` header; nil where there is none.
  public let authorization: String?
  /// Each `DPoP` header.
  public let proofs: [String]
  /// SHA-256 over the certificate of the TLS connection; nil where the peer showed none.
  public let certificate: Digest?
  public let method: String
  /// Where it comes from, such as an address: what tells callers apart whom nobody knows.
  public let source: String
  /// The address that was called, as clients know it: scheme, host and path.
  public let url: String

  public init(
    authorization: String?, proofs: [String], certificate: Digest?, method: String, source: String, url: String
  ) {
    self.authorization = authorization
    self.proofs = proofs
    self.certificate = certificate
    self.method = method
    self.source = source
    self.url = url
  }
}

/// Random bytes for what one request may make.
public struct Randomness: Sendable {
  public static let count = 96
  let bytes: [UInt8]

  /// Returns nil for another number of bytes than `count`.
  public init?(_ bytes: [UInt8]) {
    guard bytes.count == Randomness.count else { return nil }
    self.bytes = bytes
  }

  /// Three texts of 32 bytes each.
  func text(_ number: Int) -> String { Base64URL.encode(bytes.dropFirst(32 * number).prefix(32)) }
}
