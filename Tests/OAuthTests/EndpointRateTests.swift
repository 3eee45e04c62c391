import Cryptography
import Evidence
import Testing

@testable import OAuth

/// What clients, and callers whom nobody knows, may ask of the OAuth endpoints.
@Suite struct EndpointRateTests {
  private static let web: [String: String?] = ["client_id": "web", "client_secret": Office.secret]
  private static let three = RateLimits(perMinute: 3, burst: 3)

  private static func own(_ changes: [String: String?] = [:]) -> [String: String?] {
    web.merging(["grant_type": "client_credentials", "code_verifier": nil, "redirect_uri": nil]) { _, new in new }
      .merging(changes) { _, new in new }
  }

  @Test func `token, push and revocation count against one rate of the client, and nobody else's`() throws {
    var office = try Office(limits: Self.three)
    #expect(try office.tokenError(Self.own()) == nil)
    let pushed = try office.error { office in
      _ = try office.server.push(
        try Office.authorization(Self.web), Office.approach(), try office.randomness(), now: office.now)
    }
    #expect(pushed == nil)
    let revoke = Self.web.merging(["token": "t"]) { _, new in new }
    let revoked = try office.error { office in
      _ = try office.server.revoke(try Office.form(revoke), Office.approach(), now: office.now)
    }
    #expect(revoked == nil)
    let wanted = RateExcess(client: "web", kind: .requestsPerMinute, seconds: 20)
    let over = try office.tokenError(Self.own())
    #expect(over?.status == 429 && over?.code == .temporarilyUnavailable && over?.excess == wanted)
    #expect(over?.description == "Too many requests: wait 20 s, as Retry-After says")
    let elsewhere = try office.tokenError(Self.own(), Office.approach(source: "192.0.2.2"))
    #expect(elsewhere?.excess == wanted)
    #expect(try office.tokenError(Self.own(["client_id": "narrow"])) == nil)
    office.now = office.now.adding(seconds: 20)
    #expect(try office.tokenError(Self.own()) == nil)
  }

  @Test func `the rate is the one of the API`() throws {
    var office = try Office(limits: Self.three)
    for _ in 0..<3 { #expect(office.server.admit("web", now: office.now) == nil) }
    #expect(try office.tokenError(Self.own())?.status == 429)
    #expect(office.server.admit("web", now: office.now) == 20)
  }

  @Test
  func `failed authentications are bounded for each source and client, also for those who guess right in the end`()
    throws
  {
    var office = try Office(sourceFailures: 3)
    let wrong = Self.own(["client_secret": "guess"])
    for _ in 0..<3 { #expect(try office.tokenError(wrong)?.description == "Invalid parameter client_secret") }
    let over = try office.tokenError(wrong)
    #expect(over?.excess == RateExcess(client: "web", kind: .sourceFailuresPerMinute, seconds: 20))
    #expect(try office.tokenError(Self.own())?.status == 429)
    // Another client from there, and the client from elsewhere, are not touched.
    #expect(try office.tokenError(Self.own(["client_id": "narrow"])) == nil)
    #expect(try office.tokenError(Self.own(), Office.approach(source: "192.0.2.2")) == nil)
    office.now = office.now.adding(seconds: 20)
    #expect(try office.tokenError(Self.own()) == nil)
  }

  @Test func `clients that do not exist share one count of failures`() throws {
    var office = try Office(sourceFailures: 3)
    for number in 0..<3 { #expect(try office.tokenError(Self.own(["client_id": "nobody-\(number)"]))?.status == 400) }
    let over = try office.tokenError(Self.own(["client_id": "nobody-3"]))
    #expect(over?.excess == RateExcess(client: nil, kind: .sourceFailuresPerMinute, seconds: 20))
  }

  @Test func `whoever shows the client's certificate is not kept out by those who do not`() throws {
    var office = try Office(sourceFailures: 3)
    let call: [String: String?] = Self.own(["client_id": "tls", "client_secret": nil])
    for _ in 0..<3 { #expect(try office.tokenError(call)?.status == 401) }
    #expect(try office.tokenError(call)?.status == 429)
    #expect(try office.tokenError(call, Office.approach(certificate: Office.certificate)) == nil)
  }

  @Test func `in the name of a client without a secret each source has a rate of its own`() throws {
    var office = try Office(limits: Self.three, sourceRequests: 2)
    for _ in 0..<2 { #expect(try office.tokenError(["code": "c"])?.code == .invalidGrant) }
    let over = try office.tokenError(["code": "c"])
    #expect(over?.excess == RateExcess(client: "phone", kind: .sourceRequestsPerMinute, seconds: 30))
    #expect(try office.tokenError(["code": "c"], Office.approach(source: "192.0.2.2"))?.code == .invalidGrant)
    #expect(office.server.admit("phone", now: office.now) == nil)
  }

  @Test func `the authorization endpoint has a rate for each source, before anything is read`() throws {
    var office = try Office(sourceRequests: 2)
    for _ in 0..<2 { _ = office.server.authorize(try Office.form([:]), from: "192.0.2.1", now: office.now) }
    let over = office.server.authorize(try Office.authorization(), from: "192.0.2.1", now: office.now)
    guard case .fail(let error) = over else {
      Issue.record("not refused: \(over)")
      return
    }
    #expect(error.status == 429)
    #expect(error.excess == RateExcess(client: nil, kind: .sourceRequestsPerMinute, seconds: 30))
    let other = office.server.authorize(try Office.authorization(), from: "192.0.2.2", now: office.now)
    guard case .show = other else {
      Issue.record("refused: \(other)")
      return
    }
  }

  @Test
  func `and one for each client in whose name it is called, of which its client is told; pushed requests were counted`()
    throws
  {
    var office = try Office(limits: Self.three)
    let pushed = try office.server.push(
      try Office.authorization(Self.web), Office.approach(), try office.randomness(), now: office.now)
    for _ in 0..<3 {
      let answer = office.server.authorize(
        try Office.authorization(["client_id": "web"]), from: "192.0.2.1", now: office.now)
      guard case .show = answer else {
        Issue.record("refused: \(answer)")
        return
      }
    }
    let over = office.server.authorize(
      try Office.authorization(["client_id": "web"]), from: "192.0.2.9", now: office.now)
    guard case .limited(let excess, let address) = over else {
      Issue.record("not refused: \(over)")
      return
    }
    #expect(excess == RateExcess(client: "web", kind: .authorizationsPerMinute, seconds: 20))
    #expect(Office.parameters(address)["error"] == "temporarily_unavailable")
    #expect(Office.parameters(address)["state"] == "s&1")
    let call: [String: String?] = ["client_id": "web", "request_uri": pushed["request_uri"]?.text]
    let late = office.server.authorize(try Office.form(call), from: "192.0.2.9", now: office.now)
    guard case .show = late else {
      Issue.record("refused: \(late)")
      return
    }
    // What others do in the client's name takes nothing of what it may ask of the API itself.
    #expect(office.server.admit("web", now: office.now) == nil)
  }

  @Test func `however many sources there are, so many are remembered, and new ones share a rate until some rest`() {
    var limiter = SourceLimiter(perMinute: 2, most: 3)
    let now = Instant(seconds: 1_800_000_000)
    for name in ["a", "b", "c"] { #expect(limiter.admit(name, now: now) == nil) }
    #expect(limiter.admit("d", now: now) == nil)
    #expect(limiter.admit("e", now: now) == nil)
    #expect(limiter.admit("f", now: now) == 30)
    #expect(limiter.admit("a", now: now) == nil)
    #expect(limiter.admit("a", now: now) == 30)
    let later = now.adding(seconds: 60)
    for name in ["f", "g"] { #expect(limiter.admit(name, now: later) == nil) }
    #expect(limiter.standing("f", now: later) == nil)
    #expect(limiter.admit("f", now: later) == nil)
    #expect(limiter.standing("f", now: later) == 30)
  }
}
