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

/// All registers as one value: what a chain says when its records are read in order.
public struct Registers: Sendable {
  private var serials: [SerialNumber: SerialStatus] = [:]
  private var consumed: Set<Consumption> = []
  private var decisions: [DecisionID: DecisionEntry] = [:]
  private var byRequest: [Digest: DecisionID] = [:]
  private var bySerial: [SerialNumber: DecisionID] = [:]

  public init() {}

  /// Applies the changes of one record, all or, where one of them conflicts, none.
  public mutating func apply(_ changes: [RegisterChange], of sequence: Int64) throws(JournalError) {
    for (index, change) in changes.enumerated() {
      let twice = changes[..<index].contains(change) ? change.conflictWithItself : nil
      if let conflict = conflict(with: change) ?? twice { throw .conflict(conflict) }
    }
    for change in changes { enter(change, sequence) }
  }

  public func status(of serial: SerialNumber) -> SerialStatus { serials[serial] ?? .unknown }

  public func decision(_ query: DecisionQuery) -> DecisionEntry? {
    switch query {
    case .id(let id): decisions[id]
    case .request(let digest): byRequest[digest].flatMap { decisions[$0] }
    case .serial(let serial): bySerial[serial].flatMap { decisions[$0] }
    }
  }

  /// Intents without their end, oldest first.
  public var pending: [DecisionID] {
    decisions.values.filter { $0.state == .pending }.sorted { $0.opening < $1.opening }.map(\.id)
  }

  public func isConsumed(_ consumption: Consumption) -> Bool { consumed.contains(consumption) }

  public var serialCount: Int { serials.count }
  public var decisionCount: Int { decisions.count }
  public var consumedCount: Int { consumed.count }

  private func conflict(with change: RegisterChange) -> Conflict? {
    switch change {
    case .reserve(let reservation):
      return serials[reservation.serial].map { _ in .serialTaken(reservation.serial) }
    case .refuse(let id, _, _):
      return decisions[id].map { _ in .duplicateDecision(id) }
    case .open(let id, let request, _):
      if decisions[id] != nil { return .duplicateDecision(id) }
      return decision(.request(request)).flatMap { $0.state == .refused ? nil : .duplicateRequest($0.id) }
    case .spend(let claim, _):
      return claim.conflict(with: status(of: claim.serial))
    case .consume(let consumption, _):
      return consumed.contains(consumption) ? .alreadyConsumed(consumption) : nil
    case .conclude(let id, _):
      switch decisions[id]?.state {
      case .pending: return nil
      case .concluded: return .alreadyConcluded(id)
      case .refused, nil: return .noIntent(id)
      }
    }
  }

  private mutating func enter(_ change: RegisterChange, _ sequence: Int64) {
    switch change {
    case .reserve(let reservation):
      serials[reservation.serial] = .reserved(reservation)
    case .refuse(let id, let request, let serial):
      enter(id, request, serial, .refused, sequence)
    case .open(let id, let request, let serial):
      enter(id, request, serial, .pending, sequence)
    case .spend(let claim, let id):
      serials[claim.serial] = .spent(decision: id)
    case .consume(let consumption, _):
      consumed.insert(consumption)
    case .conclude(let id, let conclusion):
      decisions[id]?.state = .concluded(conclusion)
      decisions[id]?.conclusion = sequence
    }
  }

  private mutating func enter(
    _ id: DecisionID, _ request: Digest, _ serial: SerialNumber?, _ state: DecisionEntry.State, _ sequence: Int64
  ) {
    decisions[id] = DecisionEntry(id: id, request: request, serial: serial, opening: sequence, state: state)
    // A refusal never hides an intent.
    func hides(_ other: DecisionID?) -> Bool {
      state == .refused && other.map { decisions[$0]?.state != .refused } ?? false
    }
    if !hides(byRequest[request]) { byRequest[request] = id }
    if let serial, !hides(bySerial[serial]) { bySerial[serial] = id }
  }
}

extension RegisterChange {
  /// What stands against the same change twice in one record.
  fileprivate var conflictWithItself: Conflict {
    switch self {
    case .reserve(let reservation): .serialTaken(reservation.serial)
    case .spend(let claim, let id): .serialSpent(claim.serial, by: id)
    case .consume(let consumption, _): .alreadyConsumed(consumption)
    case .refuse(let id, _, _), .open(let id, _, _): .duplicateDecision(id)
    case .conclude(let id, _): .alreadyConcluded(id)
    }
  }
}
