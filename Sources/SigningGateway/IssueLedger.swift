internal import Attestation
internal import Evidence
internal import Synchronization

/// Something that evidence is to answer, as it was given out.
struct Issued<Content: Sendable & Hashable>: Sendable, Hashable {
  /// What evidence shows, or its digest.
  let id: [UInt8]
  let content: Content
  let requester: String
  let expires: Instant
}

/// What is out: each for one requester, for a while, and for one use.
///
/// It lives in memory: after a restart nothing is known, and clients ask again. No evidence is fresh that way that was not.
struct IssueLedger<Content: Sendable & Hashable>: Sendable {
  /// Seconds.
  static var lifetime: Int64 { 600 }
  /// How much of one requester may be out at a time, so that no client can fill the memory.
  static var most: Int { 1000 }

  private var issued: [[UInt8]: Issued<Content>] = [:]

  enum IssueResult: Sendable, Hashable {
    case issued(Issued<Content>)
    case tooMany
  }

  /// `id` is random, or the digest of what is; the ledger draws nothing.
  mutating func issue(_ content: Content, as id: [UInt8], to requester: String, at now: Instant) -> IssueResult {
    issued = issued.filter { now < $0.value.expires }
    guard issued.values.count(where: { $0.requester == requester }) < Self.most else { return .tooMany }
    let new = Issued(id: id, content: content, requester: requester, expires: now.adding(seconds: Self.lifetime))
    issued[id] = new
    return .issued(new)
  }

  /// What was given out under the id, where it was given to this requester and is still good.
  func find(_ id: [UInt8], of requester: String, at now: Instant) -> Issued<Content>? {
    guard let found = issued[id], found.requester == requester, now < found.expires else { return nil }
    return found
  }

  /// Takes something out of the ledger; false where another request was faster.
  mutating func spend(_ id: [UInt8]) -> Bool { issued.removeValue(forKey: id) != nil }

  /// The same for several; all are spent, and false says that one was not there.
  mutating func spend(all ids: [[UInt8]]) -> Bool { ids.map { spend($0) }.allSatisfy { $0 } }
}

/// The ledger of one running service.
final class IssueBook<Content: Sendable & Hashable>: Sendable {
  private let ledger = Mutex(IssueLedger<Content>())

  func find(_ id: [UInt8], of requester: String, at now: Instant) -> Issued<Content>? {
    withLock { $0.find(id, of: requester, at: now) }
  }

  func withLock<Result: Sendable>(_ body: (inout sending IssueLedger<Content>) -> sending Result) -> Result {
    ledger.withLock(body)
  }
}

/// Nonces that evidence was asked to carry; the id is the nonce.
typealias NonceBook = IssueBook<Nonce>

struct Nonce: Sendable, Hashable {
  static let octets = 32

  let value: [UInt8]
}

/// Credentials that TPMs were asked to open; the id is SHA-256 over the secret, so that no secret is kept.
typealias CredentialBook = IssueBook<TPMActivation>
