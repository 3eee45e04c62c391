internal import Evidence

/// What is kept for a time, by the SHA-256 of a secret. Each client has room for so many; the oldest of its own makes
/// way, never that of another client.
struct BoundedStore<Value: Sendable>: Sendable {
  struct Entry: Sendable {
    var value: Value
    let client: String
    let expires: Instant
  }

  let perClient: Int
  private var entries: [Digest: Entry] = [:]
  private var queues: [String: [Digest]] = [:]

  init(perClient: Int) { self.perClient = max(1, perClient) }

  var count: Int { entries.count }

  /// The entry, also where it is over: the caller says what that means.
  subscript(_ key: Digest) -> Entry? { entries[key] }

  mutating func insert(_ value: Value, for key: Digest, client: String, expires: Instant) {
    entries[key] = Entry(value: value, client: client, expires: expires)
    var queue = queues[client] ?? []
    queue.append(key)
    if queue.count > perClient {
      queue.removeAll { entries[$0] == nil }
      let excess = max(0, queue.count - perClient)
      for key in queue.prefix(excess) { entries[key] = nil }
      queue.removeFirst(excess)
    }
    queues[client] = queue
  }

  mutating func update(_ key: Digest, _ change: (inout Value) -> Void) {
    guard var entry = entries[key] else { return }
    change(&entry.value)
    entries[key] = entry
  }

  @discardableResult mutating func remove(_ key: Digest) -> Entry? { entries.removeValue(forKey: key) }

  /// Forgets what was over at `moment`.
  mutating func sweep(before moment: Instant) {
    let live = entries.filter { $0.value.expires > moment }
    guard live.count < entries.count else { return }
    entries = live
    queues = queues.compactMapValues { queue in
      let left = queue.filter { live[$0] != nil }
      return left.isEmpty ? nil : left
    }
  }
}

/// Identifiers that may come once while they are good. Full means refused: to forget one early would admit it again.
struct ReplayCache: Sendable {
  enum Verdict { case fresh, seen, full }

  let perClient: Int
  private var seen: [Digest: Instant] = [:]
  private var counts: [String: [Instant]] = [:]

  init(perClient: Int) { self.perClient = max(1, perClient) }

  mutating func take(_ identifier: Digest, client: String, expires: Instant, now: Instant) -> Verdict {
    if let until = seen[identifier], until > now { return .seen }
    var live = counts[client] ?? []
    if live.count >= perClient {
      live.removeAll { $0 <= now }
      counts[client] = live
    }
    guard live.count < perClient else { return .full }
    live.append(expires)
    counts[client] = live
    seen[identifier] = expires
    return .fresh
  }

  mutating func sweep(before moment: Instant) {
    seen = seen.filter { $0.value > moment }
    counts = counts.compactMapValues { times in
      let left = times.filter { $0 > moment }
      return left.isEmpty ? nil : left
    }
  }
}
