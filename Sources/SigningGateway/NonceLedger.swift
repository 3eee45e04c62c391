internal import Evidence
internal import Synchronization

/// A nonce that evidence was asked to carry.
struct IssuedNonce: Sendable, Hashable {
  let value: [UInt8]
  let requester: String
  let expires: Instant
}

/// The nonces that are out: each for one requester, for a while, and for one certificate.
///
/// It lives in memory: after a restart no nonce is known, and clients ask for new ones. No evidence is fresh that way that was not.
struct NonceLedger: Sendable {
  static let octets = 32
  /// Seconds.
  static let lifetime: Int64 = 600
  /// Nonces of one requester that may be out at a time, so that no client can fill the memory.
  static let most = 1000

  private var issued: [[UInt8]: IssuedNonce] = [:]

  enum IssueResult: Sendable, Hashable {
    case issued(IssuedNonce)
    case tooMany
  }

  /// `value` is random; the ledger draws none.
  mutating func issue(_ value: [UInt8], to requester: String, at now: Instant) -> IssueResult {
    issued = issued.filter { now < $0.value.expires }
    guard issued.values.count(where: { $0.requester == requester }) < NonceLedger.most else { return .tooMany }
    let nonce = IssuedNonce(value: value, requester: requester, expires: now.adding(seconds: NonceLedger.lifetime))
    issued[value] = nonce
    return .issued(nonce)
  }

  /// The nonce, where it was given to this requester and is still good.
  func find(_ value: [UInt8], of requester: String, at now: Instant) -> IssuedNonce? {
    guard let nonce = issued[value], nonce.requester == requester, now < nonce.expires else { return nil }
    return nonce
  }

  /// Takes a nonce out of the ledger; false where another request was faster.
  mutating func spend(_ value: [UInt8]) -> Bool { issued.removeValue(forKey: value) != nil }
}

/// The ledger of one running service.
final class NonceBook: Sendable {
  private let ledger = Mutex(NonceLedger())

  func find(_ value: [UInt8], of requester: String, at now: Instant) -> IssuedNonce? {
    withLock { $0.find(value, of: requester, at: now) }
  }

  func withLock<Result: Sendable>(_ body: (inout sending NonceLedger) -> sending Result) -> Result {
    ledger.withLock(body)
  }
}
