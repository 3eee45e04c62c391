import Evidence
import Testing

@testable import OAuth

@Suite struct RateLimiterTests {
  private static let start = Instant(seconds: 1_800_000_000)

  @Test func `a burst is admitted, then as many as the rate gives back`() {
    var limiter = RateLimiter()
    let limits = RateLimits(perMinute: 120, burst: 3)
    let now = RateLimiterTests.start
    let burst = (0..<4).map { _ in limiter.admit("a", limits: limits, now: now) }
    #expect(burst == [.admitted, .admitted, .admitted, .wait(seconds: 1)])
    let half = Instant(seconds: now.seconds, nanoseconds: 500_000_000)
    let after = (0..<2).map { _ in limiter.admit("a", limits: limits, now: half) }
    #expect(after == [.admitted, .wait(seconds: 1)])
    let other = limiter.admit("b", limits: limits, now: now)
    #expect(other == .admitted)
    let full = (0..<4).map { _ in limiter.admit("a", limits: limits, now: now.adding(seconds: 3600)) }
    #expect(full == [.admitted, .admitted, .admitted, .wait(seconds: 1)])
  }

  @Test func `a slow rate waits for its minute`() {
    var limiter = RateLimiter()
    let limits = RateLimits(perMinute: 1, burst: 1)
    let now = RateLimiterTests.start
    let verdicts = [0, 0, 30, 60].map { limiter.admit("a", limits: limits, now: now.adding(seconds: $0)) }
    #expect(verdicts == [.admitted, .wait(seconds: 60), .wait(seconds: 30), .admitted])
  }

  @Test func `a quota is for a day of UTC, and what it refuses costs nothing`() {
    var limiter = RateLimiter()
    let limits = RateLimits(perMinute: 6000, burst: 100, perDay: 10)
    let now = RateLimiterTests.start
    let verdicts = [8, 3, 2, 1].map { limiter.charge("a", amount: $0, limits: limits, now: now) }
    let left: Int64 = 86_400 - 1_800_000_000 % 86_400
    #expect(verdicts == [.admitted, .exhausted(seconds: left), .admitted, .exhausted(seconds: left)])
    let tomorrow = limiter.charge("a", amount: 10, limits: limits, now: now.adding(seconds: left))
    #expect(tomorrow == .admitted)
  }

  @Test func `a clock that jumps, and numbers beyond reason, neither trap nor open the gate`() {
    var limiter = RateLimiter()
    let limits = RateLimits(perMinute: .max, burst: 1, perDay: .max)
    let now = RateLimiterTests.start
    let verdicts = [
      limiter.admit("a", limits: limits, now: now),
      limiter.admit("a", limits: limits, now: Instant(seconds: .min)),
      limiter.admit("a", limits: limits, now: Instant(seconds: .max)),
      limiter.admit("a", limits: RateLimits(perMinute: -1, burst: -1), now: now),
    ]
    #expect(verdicts[0] == .admitted && verdicts[1] == .wait(seconds: 1))
    let amounts = [Int.max, .min, .max].map { limiter.charge("b", amount: $0, limits: limits, now: now) }
    #expect(amounts[0] == .admitted && amounts[1] == .admitted && amounts[2] != .admitted)
    #expect(verdicts[2] == .admitted && verdicts[3] == .wait(seconds: 60))
  }
}

@Suite struct RegistrationTests {
  private func client(_ redirect: String) -> Client? {
    Client(
      id: "a", name: "A", authentication: .none, redirectURIs: [redirect], scopes: [.service], grants: [],
      limits: RateLimits(perMinute: 1, burst: 1))
  }

  @Test func `a redirect URI is https, local or a scheme of an application, without a fragment`() {
    for good in ["https://a.example/cb", "http://127.0.0.1:8080/cb", "http://localhost/cb", "app.example:/cb"] {
      #expect(client(good) != nil, "\(good)")
    }
    for bad in [
      "http://a.example/cb", "http://localhost.example/", "https://a.example/#x", "javascript:alert(1)", "relative",
      "https://a.example/\u{e9}", "https://a.example/a b", ":", "data:text/html,x",
    ] { #expect(client(bad) == nil, "\(bad)") }
  }

  @Test func `the metadata names every endpoint and only what is taken`() throws {
    let metadata = try Office().server.metadata
    #expect(metadata["issuer"] == "https://as.example")
    #expect(metadata["token_endpoint"] == "https://as.example/oauth2/token")
    #expect(metadata["pushed_authorization_request_endpoint"] == "https://as.example/oauth2/pushed_authorize")
    #expect(metadata["code_challenge_methods_supported"] == .array(["S256"]))
    #expect(metadata["mtls_endpoint_aliases"]?["token_endpoint"] == "https://mtls.as.example/oauth2/token")
    #expect(
      metadata["dpop_signing_alg_values_supported"] == .array(["ES256", "ES384", "RS256", "PS256", "EdDSA"]))
  }
}
