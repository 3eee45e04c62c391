internal import Evidence

/// The rate of callers whom nobody knows yet, each by where it comes from. However many there are, so many names are kept:
/// beyond that those that are new share one, until some have rested.
struct SourceLimiter: Sendable {
  let limits: RateLimits
  let most: Int
  private var limiter = RateLimiter()
  private var nextSweep = Instant(seconds: .min)
  private static let others = "others"

  init(perMinute: Int, most: Int = 10_000) {
    limits = RateLimits(perMinute: perMinute, burst: perMinute)
    self.most = max(1, most)
  }

  /// Takes one request; seconds to wait where there were too many.
  mutating func admit(_ source: String, now: Instant) -> Int64? {
    limiter.admit(name(source, now), limits: limits, now: now).seconds
  }

  /// The same with nothing taken.
  mutating func standing(_ source: String, now: Instant) -> Int64? {
    limiter.standing(name(source, now), limits: limits, now: now).seconds
  }

  private mutating func name(_ source: String, _ now: Instant) -> String {
    guard !limiter.knows(source), limiter.count >= most else { return source }
    if now >= nextSweep {
      nextSweep = now.adding(seconds: 1)
      limiter.forgetRested(limits: limits, now: now)
    }
    return limiter.count < most ? source : SourceLimiter.others
  }
}

extension RateLimiter.Verdict {
  /// Nil where the request is admitted.
  public var seconds: Int64? {
    switch self {
    case .admitted: nil
    case .wait(let seconds), .exhausted(let seconds): seconds
    }
  }
}

/// Who asked for too much of what, and for how long to wait.
public struct RateExcess: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    case requestsPerMinute = "requests-per-minute"
    /// At the authorization endpoint, which anybody may call in a client's name: counted apart from what the client itself asks.
    case authorizationsPerMinute = "authorizations-per-minute"
    case sourceRequestsPerMinute = "source-requests-per-minute"
    case sourceFailuresPerMinute = "source-failures-per-minute"
  }

  /// Nil where nobody knows who asks.
  public let client: String?
  public let kind: Kind
  public let seconds: Int64
}
