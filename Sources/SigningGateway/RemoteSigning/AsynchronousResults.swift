internal import Evidence
internal import Synchronization

/// Results of asynchronous requests: in memory, bounded, told to the client that asked. A restart forgets them; what was signed
/// is on record.
final class AsynchronousResults: Sendable {
  enum State: Sendable {
    case pending
    case done([[UInt8]])
    case failed(GatewayError)
  }

  private struct Kept: Sendable {
    let client: String
    let expires: Instant
    var state: State
  }

  static let most = 10_000
  private let kept = Mutex<[String: Kept]>([:])

  /// Begins to sign and returns the name of the result.
  func start(
    _ order: SignatureService.Order, on keys: OneTimeKeys, keeping milliseconds: Int64, at now: Instant
  ) throws(GatewayError) -> String {
    let id = try RemoteSigningBook.random()
    let expires = now.adding(seconds: max(1, milliseconds / 1000))
    let isTaken = kept.withLock { kept in
      if kept.count >= AsynchronousResults.most { kept = kept.filter { now < $0.value.expires } }
      guard kept.count < AsynchronousResults.most else { return false }
      kept[id] = Kept(client: order.client, expires: expires, state: .pending)
      return true
    }
    guard isTaken else { throw .unavailable("too many asynchronous requests are open", decision: nil) }
    Task {
      let state: State
      do throws(GatewayError) { state = .done(try await keys.sign(order)) } catch { state = .failed(error) }
      kept.withLock { $0[id]?.state = state }
    }
    return id
  }

  func find(_ id: String, of client: String, at now: Instant) -> State? {
    kept.withLock { kept in
      guard let found = kept[id], found.client == client, now < found.expires else { return nil }
      return found.state
    }
  }
}
