internal import Cryptography
public import Evidence
internal import DER

/// What a token, or a SAD, is bound to; whoever uses it must show the same again.
public struct SenderBinding: Sendable, Hashable {
  /// The thumbprint of a DPoP key (RFC 9449, 6).
  public let proofKey: String?
  /// SHA-256 over the client's certificate (RFC 8705, 3).
  public let certificate: Digest?

  public init(proofKey: String?, certificate: Digest?) {
    self.proofKey = proofKey
    self.certificate = certificate
  }

  public static let none = SenderBinding(proofKey: nil, certificate: nil)

  public var isNone: Bool { self == .none }
}

/// What a code stands for; the service gives it and gets it back.
public enum Grant: Sendable, Hashable {
  /// Access to the service; `subject`: on behalf of which signatory.
  case service(subject: String)
  /// An activation of the service's, by its handle. The service makes the SAD once the code is redeemed.
  case credential(activation: String)
}

/// Who may use the service by a token of the scope `service`.
public struct ServiceAccess: Sendable, Hashable {
  public let clientID: String
  /// The signatory; nil where the client acts for itself (client credentials).
  public let subject: String?
  public let expires: Instant
}

/// The token as an API request has it.
public struct PresentedToken: Sendable, Hashable {
  public enum Scheme: String, Sendable, Hashable { case bearer, dpop }

  public let scheme: Scheme
  public let text: String

  /// Returns nil for a header that is no `Bearer` or `DPoP` with one token (RFC 6750, 2.1; RFC 9449, 7.1).
  public init?(header: String) {
    let parts = header.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, let scheme = Scheme(rawValue: parts[0].lowercased()), !parts[1].isEmpty,
      parts[1].utf8.count <= 4096, parts[1].utf8.allSatisfy(PresentedToken.isTokenByte)
    else { return nil }
    self.scheme = scheme
    text = String(parts[1])
  }

  private static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="):
      true
    default: false
    }
  }
}

/// What the token endpoint gives.
public struct TokenAnswer: Sendable, Hashable {
  public let accessToken: String
  public let binding: SenderBinding
  public let expiresIn: Int64
  public let refreshToken: String?
  public let scope: Client.Scope
  /// Of a credential token of CSC 1.0.4, which is a SAD by its type, too.
  public let isOfCSC1: Bool
  /// Of a credential token whose request named a qualifier.
  public let credentialID: String?
  public let authorizationDetails: JSONValue?

  /// A credential token: `accessToken` is the SAD that the service made for the activation of `redemption`.
  init(_ redemption: CredentialRedemption, sad: String, expiresIn: Int64, credentialID: String) {
    accessToken = sad
    binding = redemption.binding
    self.expiresIn = expiresIn
    refreshToken = nil
    scope = .credential
    isOfCSC1 = redemption.isOfCSC1
    self.credentialID = redemption.request.credentialID == nil ? credentialID : nil
    authorizationDetails = redemption.hasDetails ? redemption.request.details : nil
  }

  init(access: String, binding: SenderBinding, expiresIn: Int64, refresh: String?) {
    accessToken = access
    self.binding = binding
    self.expiresIn = expiresIn
    refreshToken = refresh
    scope = .service
    isOfCSC1 = false
    credentialID = nil
    authorizationDetails = nil
  }

  /// RFC 6749, 5.1; to be sent with `Cache-Control: no-store`.
  public var body: JSONValue {
    var members: [String: JSONValue] = [
      "access_token": .string(accessToken), "expires_in": .integer(expiresIn), "scope": .string(scope.rawValue),
      "token_type": .string(binding.proofKey != nil ? "DPoP" : isOfCSC1 ? "SAD" : "Bearer"),
    ]
    if let refreshToken { members["refresh_token"] = .string(refreshToken) }
    if let credentialID { members["credentialID"] = .string(credentialID) }
    if let authorizationDetails { members["authorization_details"] = authorizationDetails }
    return .object(members)
  }
}

/// A code of the scope `credential` that was redeemed: the service now makes the SAD, bound as `binding` says.
public struct CredentialRedemption: Sendable, Hashable {
  public let clientID: String
  public let activation: String
  public let request: CredentialRequest
  public let binding: SenderBinding
  let hasDetails: Bool
  let isOfCSC1: Bool
}

/// Secrets are kept by their SHA-256 alone.
enum SecretText {
  static func key(_ text: String) -> Digest { Hash.digest(Array(text.utf8)) }
}
