internal import Evidence

/// The life of one signature session: what a signatory releases, and how it is used up.
///
/// It decides without I/O; whoever drives it makes each answer durable before acting on it. Of several hashes released
/// each occurrence has a number, and is spent by that number: a hash released twice can be signed twice and no more.
struct SignatureSessionStateMachine: Sendable {
  enum State: Sendable, Hashable {
    /// Somebody asks for signatures; nobody released any.
    case requested
    /// The signatory proved who acts.
    case authenticated
    /// The signature activation data exists.
    case authorised
    /// Some occurrences are spent and their signatures are not known to be out.
    case reserved
    /// Signatures were made and verified; their record is not closed.
    case signed
    /// Every signature that was released is made or lost.
    case consumed
    case expired
    case refused(String)
  }

  /// What came of asking for signatures.
  enum Reservation: Sendable, Hashable {
    /// Numbers of the occurrences, in the order of the hashes asked for.
    case reserved([Int])
    /// The first hash that is not released, or not left.
    case notAuthorised(index: Int)
    case tooMany(left: Int)
    case expired
    case notOpen(State)
  }

  let content: ActivationContent
  private(set) var state: State
  private var spent: Set<Int>
  /// Occurrences that were spent before and are not in `spent`: where no documents are named they are alike, and may be many.
  private let used: Int
  private var pending: Set<Int> = []

  /// A session that was asked for.
  init(requesting content: ActivationContent) {
    self.content = content
    state = .requested
    spent = []
    used = 0
  }

  /// A session that was authorised before, as the registers have it.
  init(authorised content: ActivationContent, spent: Set<Int>) {
    self.content = content
    self.spent = spent
    used = 0
    state = spent.count >= content.signatures ? .consumed : .authorised
  }

  /// The same for a release that names no documents, by the number of signatures that were made of it.
  init(authorised content: ActivationContent, used: Int) {
    self.content = content
    self.used = used
    spent = []
    state = used >= content.signatures ? .consumed : .authorised
  }

  /// How many signatures are left.
  var left: Int { max(0, content.signatures - used - spent.count) }

  /// The hashes that are left, each as often as it is; none where documents were not named.
  var unused: [Digest] { content.hashes.enumerated().filter { !spent.contains($0.offset) }.map(\.element) }

  /// The proof was judged. False leaves the session refused.
  mutating func authenticate(_ admitted: Bool, at now: Instant) -> State {
    guard state == .requested else { return state }
    if now >= content.expires {
      state = .expired
    } else {
      state = admitted ? .authenticated : .refused("the proof does not release it")
    }
    return state
  }

  /// The activation data is durable.
  mutating func authorise(at now: Instant) -> State {
    guard state == .authenticated else { return state }
    state = now < content.expires ? .authorised : .expired
    return state
  }

  /// Signatures over these hashes are asked for. What is reserved stays spent, whatever becomes of it.
  ///
  /// - Parameter first: where no documents are named, the first occurrence to take.
  mutating func reserve(_ hashes: [Digest], at now: Instant, from first: Int = 0) -> Reservation {
    switch state {
    case .authorised, .reserved, .signed: break
    case .expired: return .expired
    case .consumed: return .tooMany(left: 0)
    case .requested, .authenticated, .refused: return .notOpen(state)
    }
    guard now < content.expires else {
      state = .expired
      return .expired
    }
    guard !hashes.isEmpty, hashes.count <= left else { return .tooMany(left: left) }
    var chosen: [Int] = []
    for (index, hash) in hashes.enumerated() {
      guard let occurrence = occurrence(of: hash, besides: chosen, from: first) else {
        return .notAuthorised(index: index)
      }
      chosen.append(occurrence)
    }
    spent.formUnion(chosen)
    pending.formUnion(chosen)
    state = .reserved
    return .reserved(chosen)
  }

  /// The signatures over these occurrences verify.
  mutating func signed(_ occurrences: [Int]) -> State {
    guard state == .reserved, pending.isSuperset(of: occurrences) else { return state }
    state = .signed
    return state
  }

  /// Their outcome is on record, good or not.
  mutating func concluded(_ occurrences: [Int]) -> State {
    pending.subtract(occurrences)
    guard pending.isEmpty, state == .reserved || state == .signed else { return state }
    state = left == 0 ? .consumed : .authorised
    return state
  }

  /// The signatory, or the service, ends it.
  mutating func refuse(_ reason: String) -> State {
    switch state {
    case .requested, .authenticated, .authorised: state = .refused(reason)
    case .reserved, .signed, .consumed, .expired, .refused: break
    }
    return state
  }

  mutating func expire(at now: Instant) -> State {
    switch state {
    case .requested, .authenticated, .authorised:
      if now >= content.expires { state = .expired }
    case .reserved, .signed, .consumed, .expired, .refused: break
    }
    return state
  }

  private func occurrence(of hash: Digest, besides chosen: [Int], from first: Int) -> Int? {
    let taken = { (index: Int) in spent.contains(index) || chosen.contains(index) }
    guard !content.hashes.isEmpty else { return (first..<max(first, content.signatures)).first { !taken($0) } }
    return content.hashes.indices.first { content.hashes[$0] == hash && !taken($0) }
  }
}
