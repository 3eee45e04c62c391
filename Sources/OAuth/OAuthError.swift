public import Evidence

/// What an OAuth endpoint answers where it gives nothing: RFC 6749, 5.2 with the sentences of CSC.
public struct OAuthError: Error, Sendable, Hashable {
  public enum Code: String, Sendable, Hashable {
    case invalidRequest = "invalid_request"
    case invalidClient = "invalid_client"
    case invalidGrant = "invalid_grant"
    case unauthorizedClient = "unauthorized_client"
    case unsupportedGrantType = "unsupported_grant_type"
    case unsupportedResponseType = "unsupported_response_type"
    case unsupportedTokenType = "unsupported_token_type"
    case invalidScope = "invalid_scope"
    case accessDenied = "access_denied"
    case serverError = "server_error"
    case temporarilyUnavailable = "temporarily_unavailable"
    /// RFC 9396, 5.
    case invalidAuthorizationDetails = "invalid_authorization_details"
    /// RFC 9449, 5.
    case invalidDPoPProof = "invalid_dpop_proof"
    /// RFC 6750, 3.1.
    case invalidToken = "invalid_token"
  }

  public let status: Int
  public let code: Code
  public let description: String
  /// The value of `WWW-Authenticate`, where the client tried HTTP authentication (RFC 6749, 5.2).
  public private(set) var challenge: String?
  /// An activation whose code came a second time: what was made of it is to be withdrawn (RFC 6749, 4.1.2).
  public private(set) var withdrawn: String?
  /// Of 429: what there was too much of.
  public private(set) var excess: RateExcess?

  public init(status: Int = 400, _ code: Code, _ description: String) {
    self.status = status
    self.code = code
    self.description = description
  }

  /// `{"error": …, "error_description": …}`.
  public var body: JSONValue {
    .object(["error": .string(code.rawValue), "error_description": .string(description)])
  }

  func challenging(_ text: String) -> OAuthError {
    var error = self
    error.challenge = text
    return error
  }

  func withdrawing(_ activation: String?) -> OAuthError {
    var error = self
    error.withdrawn = activation
    return error
  }
}

extension OAuthError {
  public static func missing(_ parameter: String) -> OAuthError {
    OAuthError(.invalidRequest, "Missing parameter \(parameter)")
  }

  public static func invalid(_ parameter: String) -> OAuthError {
    OAuthError(.invalidRequest, "Invalid parameter \(parameter)")
  }

  static func invalidGrant(_ parameter: String) -> OAuthError {
    OAuthError(.invalidGrant, "Invalid parameter \(parameter)")
  }

  public static let codeOver = OAuthError(.invalidGrant, "Authorization code is invalid or expired")
  static let redirectMismatch = OAuthError(.invalidGrant, "redirect_uri parameter does not match")
  static let refreshExpired = OAuthError(.invalidGrant, "Refresh token expired")
  static let clientRequired = OAuthError(status: 401, .invalidClient, "Client authorization required")
  static let notForThisClient = OAuthError(.unauthorizedClient, "The client may not use this grant")
  static let details = OAuthError(.invalidAuthorizationDetails, "Invalid parameter authorization_details")
  public static let noRandomness = OAuthError(status: 500, .serverError, "No random bytes are at hand")

  /// RFC 6585, 4. RFC 6749 has no code for it; `slow_down` is for devices that poll (RFC 8628, 3.5), which none here do.
  static func tooMany(_ excess: RateExcess) -> OAuthError {
    var error = OAuthError(
      status: 429, .temporarilyUnavailable, "Too many requests: wait \(excess.seconds) s, as Retry-After says")
    error.excess = excess
    return error
  }

  public static let accessDenied = OAuthError(.accessDenied, "The request was refused")

  static func proof(_ problem: String) -> OAuthError {
    OAuthError(.invalidDPoPProof, "The DPoP proof is not valid: \(problem)")
  }
}
