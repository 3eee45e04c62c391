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

  /// The specification's sentence for the first rule that has one, in its order of evaluation.
  private static func refused(_ refusal: Refusal, _ dialect: Dialect) -> CSCError {
    let errors = refusal.findings.filter { $0.severity == "error" }
    let rules = Set(errors.compactMap { ControlRule(rawValue: $0.rule) })
    for rule in ControlRule.allCases where rules.contains(rule) {
      if let sentence = rule.sentence(dialect) { return sentence }
    }
    guard let first = errors.first else { return .refused("Refused") }
    return .refused("\(first.field) is \(first.found), must be \(first.required) (\(first.clause))")
  }
}
