internal import Evidence

/// A release that a client asked for and the signatory did not give yet. In memory: a restart asks anew.
struct PendingActivation: Sendable {
  enum Purpose: String, Sendable, Hashable {
    /// Signatures with a credential.
    case signature
    /// Leave for a client to see the signatory's credentials.
    case service
  }

  enum Outcome: Sendable, Hashable {
    case released(String)
    case refused
  }

  let handle: String
  let purpose: Purpose
  /// Of leave to see credentials: no credential, no hashes, no signatures.
  let content: ActivationContent
  let client: String
  /// As the client names the documents, in the order of the hashes.
  let labels: [String?]
  let description: String?
  /// The tries that were refused.
  var tries: Int64 = 0
  var outcome: Outcome?

  /// How often a signatory may try before all begins anew.
  static let mostTries: Int64 = 5
}

/// What waits for signatories, within bounds.
struct PendingActivations: Sendable {
  static let most = 20_000
  static let mostOfAClient = 5_000

  private var byHandle: [String: PendingActivation] = [:]
  private var counts: [String: Int] = [:]

  /// False where the client, or all together, have too many.
  mutating func add(_ pending: PendingActivation, at now: Instant) -> Bool {
    if byHandle.count >= PendingActivations.most || count(pending.client) >= PendingActivations.mostOfAClient {
      sweep(now)
    }
    guard byHandle.count < PendingActivations.most, count(pending.client) < PendingActivations.mostOfAClient else {
      return false
    }
    byHandle[pending.handle] = pending
    counts[pending.client, default: 0] += 1
    return true
  }

  /// Nil where there is none, or its time is over.
  func find(_ handle: String, at now: Instant) -> PendingActivation? {
    guard let pending = byHandle[handle], now < pending.content.expires else { return nil }
    return pending
  }

  /// Notes a refused try; after too many it is over.
  mutating func fail(_ handle: String) {
    guard var pending = byHandle[handle] else { return }
    pending.tries += 1
    if pending.tries >= PendingActivation.mostTries { pending.outcome = .refused }
    byHandle[handle] = pending
  }

  /// Whether the signatory may still release the session, or did and the client is yet to be told.
  func waits(_ session: String) -> Bool {
    byHandle.values.contains { $0.content.session == session && $0.outcome != .refused }
  }

  /// Takes one out that was never shown.
  mutating func drop(_ handle: String) { remove(handle) }

  /// False where somebody was faster.
  mutating func end(_ handle: String, _ outcome: PendingActivation.Outcome) -> Bool {
    guard var pending = byHandle[handle], pending.outcome == nil else { return false }
    pending.outcome = outcome
    byHandle[handle] = pending
    return true
  }

  /// Takes the outcome out: it is told once. Nil while there is none.
  mutating func take(_ handle: String, of client: String, at now: Instant) -> PendingActivation.Outcome? {
    guard let pending = find(handle, at: now), pending.client == client, let outcome = pending.outcome else {
      return nil
    }
    remove(handle)
    return outcome
  }

  private func count(_ client: String) -> Int { counts[client] ?? 0 }

  private mutating func remove(_ handle: String) {
    guard let pending = byHandle.removeValue(forKey: handle) else { return }
    let left = count(pending.client) - 1
    counts[pending.client] = left > 0 ? left : nil
  }

  private mutating func sweep(_ now: Instant) {
    for (handle, pending) in byHandle where now >= pending.content.expires { remove(handle) }
  }
}
