public import Evidence
public import Records

/// Why the gateway does not do what it was asked, in its own words. `Problem` says the same in HTTP's.
public enum GatewayError: Error, Sendable {
  /// The message cannot be read: `field` is the path of the member that is wrong.
  case malformed(field: String, problem: String)
  /// The client's certificate is none of the configured requesters'.
  case unknownRequester(Refusal)
  /// The client's certificate is none of an operator's.
  case notAnOperator(Refusal)
  /// The configuration that runs waits for approval; the text says of whom, and how to give it.
  case notInEffect(Refusal, String)
  /// The requester may not ask for this.
  case notAuthorised(Refusal)
  /// The gates refused.
  case refused(Refusal)
  /// What was asked for excludes, or is excluded by, something on record.
  case conflict(Refusal, String)
  case notFound(String)
  case methodNotAllowed(allowed: [String])
  case bodyTooLarge(limit: Int)
  case notJSON
  case notForm
  /// A client asks for more than it may.
  case tooMany(String, retryAfterSeconds: Int64)
  /// A token, the store or a queue cannot take the request now.
  case unavailable(String, decision: DecisionID?)
  /// An enrolment made a key and came no further, for this reason; the same call carries it on.
  indirect case unfinished(credential: String, GatewayError)
  /// Something happened that must not: nothing was released.
  case incident(String, decision: DecisionID?)
}

/// A decision against a request.
public struct Refusal: Sendable, Hashable {
  /// Nil where no decision is on record.
  public let decision: DecisionID?
  public let findings: [RecordedFinding]

  public init(decision: DecisionID? = nil, findings: [RecordedFinding] = []) {
    self.decision = decision
    self.findings = findings
  }
}

extension GatewayError: CustomStringConvertible {
  public var description: String { Problem(self).detail }
}
