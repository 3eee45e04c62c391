internal import Evidence
internal import OAuth
internal import Records
internal import Synchronization

/// What clients may ask for: requests a minute, kept in memory, and signatures a day of UTC, counted by the store with each intent,
/// so that a restart gives nobody a second quota.
final class ClientLimits: Sendable {
  /// The register of signatures, by client and day.
  static let register = "client-signatures"
  /// How often a client that asks for too much is written down.
  static let noteSeconds: Int64 = 60

  private static let signaturesPerDay = "signatures-per-day"
  /// In the place of a client that nobody knows: no name of one.
  private static let unknown = "(unknown)"

  private struct Noted: Hashable {
    let client: String
    let kind: String
  }

  private let oauth: OAuthService
  private let journal: Journal
  private let metrics: Metrics
  private let clock: @Sendable () -> Instant
  private let noted = Mutex<[Noted: Instant]>([:])

  init(_ oauth: OAuthService, journal: Journal, metrics: Metrics, clock: @escaping @Sendable () -> Instant) {
    self.oauth = oauth
    self.journal = journal
    self.metrics = metrics
    self.clock = clock
  }

  /// One request.
  func admit(_ client: String) async throws(GatewayError) {
    guard let seconds = oauth.admit(client, now: clock()) else { return }
    throw await refuse(client, RateExcess.Kind.requestsPerMinute.rawValue, seconds)
  }

  /// Takes signatures from the day's quota. What is not signed in the end is given back.
  func charge(_ client: String, signatures: Int, at now: Instant) async throws(GatewayError) {
    let counted: Int64
    do { counted = try await journal.store.count(ClientLimits.register, ClientLimits.key(client, now)) } catch {
      throw GatewayError(error)
    }
    guard let seconds = oauth.charge(client, signatures: signatures, counted: counted, now: now) else { return }
    throw await refuse(client, ClientLimits.signaturesPerDay, seconds)
  }

  func giveBack(_ client: String, signatures: Int, at now: Instant) {
    oauth.giveBack(client, signatures: signatures, now: now)
  }

  /// What the intent of so many signatures raises.
  static func counts(_ client: String, signatures: Int, at now: Instant) -> [Consumption] {
    [Consumption](
      repeating: Consumption(register: register, value: key(client, now)), count: max(0, signatures))
  }

  private static func key(_ client: String, _ now: Instant) -> String { "\(client)/\(now.seconds / 86_400)" }

  private func refuse(_ client: String, _ kind: String, _ seconds: Int64) async -> GatewayError {
    do throws(GatewayError) { try await note(client, kind, seconds) } catch { return error }
    return .tooMany("client \(client) asks for more than its \(kind)", retryAfterSeconds: seconds)
  }

  /// Counts what an OAuth endpoint refused, and writes it down once a minute; nothing where there was no excess.
  func note(_ excess: RateExcess?) async throws(GatewayError) {
    guard let excess else { return }
    try await note(excess.client ?? ClientLimits.unknown, excess.kind.rawValue, excess.seconds)
  }

  private func note(_ client: String, _ kind: String, _ seconds: Int64) async throws(GatewayError) {
    metrics.countLimit(client: client, kind: kind)
    let now = clock()
    let isNews = noted.withLock { noted in
      // Clients are those of the configuration, so this does not grow.
      let place = Noted(client: client, kind: kind)
      if let last = noted[place], now < last.adding(seconds: ClientLimits.noteSeconds) { return false }
      noted[place] = now
      return true
    }
    guard isNews else { return }
    do {
      _ = try await journal.note(
        .clientLimited,
        .object(["client": .string(client), "limit": .string(kind), "retryAfterSeconds": .integer(seconds)]))
    } catch { throw GatewayError(error) }
  }
}

extension RecordKind {
  /// A client asked for more than it may; at most once a minute for each client and limit.
  static let clientLimited = RecordKind(rawValue: "client-limited")
}
