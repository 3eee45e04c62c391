internal import CSC
internal import Evidence
internal import Records

/// The one place where the gateway's errors become CSC's. The specification has no code for most of what gates refuse: those
/// are 400 `invalid_request` where it has a sentence, else 403 `access_denied` with rule and clause.
extension CSCFailure {
  func cscError(_ dialect: Dialect) -> CSCError {
    switch self {
    case .csc(let error): error
    case .gateway(let error): CSCFailure.translate(error, dialect)
    }
  }

  private static func translate(_ error: GatewayError, _ dialect: Dialect) -> CSCError {
    switch error {
    case .refused(let refusal), .notAuthorised(let refusal): return refused(refusal, dialect)
    case .malformed(let field, let problem): return CSCError(.invalidRequest, "Invalid parameter \(field): \(problem)")
    case .notFound: return .invalidCredentialID
    case .unknownRequester, .notAnOperator: return .invalidToken
    case .conflict(_, let detail): return CSCError(.invalidRequest, detail)
    case .bodyTooLarge(let limit): return CSCError(.invalidRequest, "The body has more than \(limit) bytes")
    case .notForm: return CSCError(.invalidRequest, "The body is no form")
    case .notJSON: return CSCError(.invalidRequest, "The body is not JSON")
    case .methodNotAllowed: return CSCError(.invalidRequest, "The method is not allowed here")
    case .tooMany(_, let seconds): return .tooManyRequests(seconds)
    case .unavailable(let what, _): return .unavailable(what)
    case .notInEffect(_, let detail): return .unavailable(detail)
    case .unfinished(_, let error): return translate(error, dialect)
    case .incident: return .serverError
    }
  }

  /// The specification's sentence for the first finding that has one, in its order of evaluation.
  private static func refused(_ refusal: Refusal, _ dialect: Dialect) -> CSCError {
    let errors = refusal.findings.filter { $0.severity == "error" }
    for (suffix, error) in sentences(dialect) where errors.contains(where: { $0.rule.hasSuffix(suffix) }) {
      return error
    }
    guard let first = errors.first else { return .refused("Refused") }
    return .refused("\(first.field) is \(first.found), must be \(first.required) (\(first.clause))")
  }

  private static func sentences(_ dialect: Dialect) -> [(String, CSCError)] {
    [
      (".signatures_used_up", .hashNotAuthorized(dialect)), (".other_credential", .invalidCredentialID),
      (".credential_of_another", .invalidCredentialID), (".credential_disabled", .disabled),
      (".hash_not_authorised", .hashNotAuthorized(dialect)), (".activation_expired", .sadExpired),
      (".certificate_expired", .certificateExpired(dialect, organization: "", commonName: "")),
      (".shared_secret_locked", .locked(dialect, factor: .pin)),
      (".shared_secret_wrong", dialect == .v1 ? .invalidPIN : .invalidAuthenticationData),
      (".shared_secret_missing", dialect == .v1 ? .invalidPIN : .invalidAuthenticationData),
    ]
  }
}
