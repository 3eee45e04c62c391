public import Evidence

/// One decision as the registers know it.
public struct DecisionEntry: Sendable, Hashable {
  public enum State: Sendable, Hashable {
    case refused
    /// An intent without its end yet.
    case pending
    case concluded(Conclusion)
  }

  public let id: DecisionID
  /// SHA-256 over the canonical request.
  public let request: Digest
  public let serial: SerialNumber?
  /// Sequence of the intent or refusal.
  public let opening: Int64
  public var state: State
  /// Sequence of the record that says how the intent ended.
  public var conclusion: Int64?

  public init(
    id: DecisionID, request: Digest, serial: SerialNumber?, opening: Int64, state: State, conclusion: Int64? = nil
  ) {
    self.id = id
    self.request = request
    self.serial = serial
    self.opening = opening
    self.state = state
    self.conclusion = conclusion
  }
}

/// By what a decision is looked up.
public enum DecisionQuery: Sendable, Hashable {
  case id(DecisionID)
  /// The intent with this request digest, or else the last refusal.
  case request(Digest)
  /// The intent with this serial, or else the last refusal.
  case serial(SerialNumber)
}
