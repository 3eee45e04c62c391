public import Evidence

/// What a CSC method answers where it does not do what was asked: status, code and sentence of the specification.
public struct CSCError: Error, Sendable, Hashable {
  public enum Code: String, Sendable, Hashable {
    case invalidRequest = "invalid_request"
    case unauthorizedClient = "unauthorized_client"
    case accessDenied = "access_denied"
    case serverError = "server_error"
    case temporarilyUnavailable = "temporarily_unavailable"
    case expiredToken = "expired_token"
    case invalidToken = "invalid_token"
    case invalidPIN = "invalid_pin"
    case invalidOTP = "invalid_otp"
    case invalidAuthenticationData = "invalid_authentication_data"
    case acceptedRequest = "accepted_request"
    case invalidHash = "invalid_hash"
    case notImplemented = "not_implemented"
    case tooManyRequests = "too_many_requests"
  }

  public let status: Int
  public let code: Code
  public let description: String
  /// Seconds, where waiting helps.
  public private(set) var retryAfter: Int64?

  public init(status: Int = 400, _ code: Code, _ description: String) {
    self.status = status
    self.code = code
    self.description = description
  }

  /// 400 `invalid_request`.
  init(_ description: String) { self.init(.invalidRequest, description) }

  /// `{"error": …, "error_description": …}`.
  public var body: JSONValue {
    .object(["error": .string(code.rawValue), "error_description": .string(description)])
  }
}

// Parameters
extension CSCError {
  /// The types as the sentences call them.
  enum MemberType: String { case string, integer, array, boolean, object }

  static func missing(_ type: MemberType, _ parameter: String) -> CSCError {
    CSCError("Missing (or invalid type) \(type.rawValue) parameter \(parameter)")
  }

  /// "Invalid parameter credentialID" and its kin.
  public static func invalid(_ parameter: String) -> CSCError { CSCError("Invalid parameter \(parameter)") }

  /// A SAD that names nothing, or whose signatures are all made: no code of the specification says replay.
  public static let invalidSAD = invalid("SAD")
  /// No such credential, or none that this caller may know of.
  public static let invalidCredentialID = invalid("credentialID")
  public static let invalidHandle = invalid("handle")
  public static let userIDNotAllowed = CSCError("userID parameter MUST be null")
  public static let userIDNotAllowedInPolling = CSCError("userID parameter SHALL be null")

  static let emptyHashes = CSCError("Empty hash array")
  static let hashNotBase64 = CSCError("Invalid Base64 hash string parameter")
  public static let digestLength = CSCError("Invalid digest value length")
  static let contradictingHashAlgorithm = CSCError(
    "String parameter hashAlgorithmOID contradicts with signAlgo parameter")

  /// A member that no edition names. Ignoring `sign_algo_params` would change what is signed.
  static func unknown(_ member: String) -> CSCError {
    let shown = member.unicodeScalars.prefix(64).map { scalar in
      (0x20..<0x7F).contains(scalar.value) ? String(scalar) : scalar.escaped(asASCII: true)
    }
    return CSCError("Unknown parameter \(shown.joined())")
  }

  static func body(_ problem: String) -> CSCError { CSCError("The body is no JSON object of a request: \(problem)") }
}

// Authorization
extension CSCError {
  /// The header is there and is no `Bearer` (or `DPoP`) with one token.
  public static func malformedAuthorization(_ dialect: Dialect) -> CSCError {
    CSCError(
      dialect == .v1
        ? """
        The request is missing a required parameter, includes an invalid parameter value, includes a parameter more \
        than once, or is otherwise malformed.
        """
        : "Malformed authorization header")
  }

  public static let invalidToken = CSCError(status: 401, .invalidToken, "The access token is not valid")
  public static let expiredToken = CSCError(status: 401, .expiredToken, "The access token has expired")

  public static let disabled = CSCError("The credential identified by credentialID is disabled")
  /// In v1, of a credential whose `authMode` is `oauth2code`, for which this method must not be used (reference, 6).
  public static let notExplicit = CSCError(
    "The credential identified by credentialID is authorized by oauth2/authorize")
  public static let invalidNumber = CSCError("Invalid value for parameter numSignatures")
  public static let tooManySignatures = CSCError("Numbers of signatures is too high")

  /// v2's wrong factor.
  public static let invalidAuthenticationData = CSCError(
    .invalidAuthenticationData, "The authentication data is invalid")
  /// v1's wrong factors.
  public static let invalidPIN = CSCError(.invalidPIN, "The PIN is invalid")
  public static let invalidOTP = CSCError(.invalidOTP, "The OTP is invalid")

  /// After too many wrong factors. v1 says which factor is locked.
  public static func locked(_ dialect: Dialect, factor: V1Factor) -> CSCError {
    CSCError(dialect == .v2 ? "Credential locked" : "\(factor.rawValue) locked")
  }

  public enum V1Factor: String, Sendable, Hashable { case pin = "PIN", otp = "OTP" }
}

// Signing
extension CSCError {
  /// v1's sentence has a full stop.
  public static func hashNotAuthorized(_ dialect: Dialect) -> CSCError {
    CSCError("Hash is not authorized by the SAD" + (dialect == .v1 ? "." : ""))
  }

  public static let sadExpired = CSCError("SAD expired")

  /// v1 names the organisation and the common name of the certificate's subject.
  public static func certificateExpired(_ dialect: Dialect, organization: String, commonName: String) -> CSCError {
    CSCError(
      dialect == .v2
        ? "Signing certificate is expired"
        : "Signing certificate 'O=\(organization),CN=\(commonName)' is expired.")
  }

  /// The result of an asynchronous signature is not there yet; nothing went wrong.
  public static let stillProcessing = CSCError(status: 202, .acceptedRequest, "The request is being processed")

  public static let documentNotAuthorized = CSCError(
    status: 403, .invalidHash, "Document or documentDigest does not match authorized hash")
}

// The service as a whole
extension CSCError {
  /// A method of the specification that this service leaves out.
  public static func notImplemented(_ method: String) -> CSCError {
    CSCError(status: 501, .notImplemented, "The method \(method) is not implemented")
  }

  /// Refused by policy, with the words of the first finding.
  public static func refused(_ why: String) -> CSCError { CSCError(status: 403, .accessDenied, why) }

  /// More requests in a time, or more signatures in a day, than the client may ask for.
  public static func tooManyRequests(_ seconds: Int64) -> CSCError {
    var error = CSCError(status: 429, .tooManyRequests, "Too many requests: wait as long as Retry-After says")
    error.retryAfter = seconds
    return error
  }

  /// A token, a store or a source of evidence does not answer.
  public static func unavailable(_ what: String) -> CSCError {
    CSCError(status: 503, .temporarilyUnavailable, what)
  }

  public static let serverError = CSCError(status: 500, .serverError, "The request could not be completed")
}
