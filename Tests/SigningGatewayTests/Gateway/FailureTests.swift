import Evidence
import TestSupport
import Testing
import TokenPool

@testable import SigningGateway

@Suite struct FailureTests {
  @Test func `a stopped store answers 503 and nothing is signed`() async throws {
    let scene = try Scene()
    let body = try scene.body(serial: try await scene.reserve())
    scene.store.stop()
    let reply = try await scene.issue(body)
    #expect(reply.status == 503)
    #expect(reply.header("Retry-After") == "5")
    #expect(scene.ca.signatures == 0)
    #expect(try await scene.send("GET", "/readyz", listener: "health").status == 503)
  }

  @Test func `a token that is away answers 503 before the serial is spent`() async throws {
    let scene = try Scene()
    let body = try scene.body(serial: try await scene.reserve())
    scene.ca.set(TokenHealth(available: false, queued: 0, queueLimit: 8))
    #expect(try await scene.issue(body).status == 503)
    scene.ca.set(TokenHealth(available: true, queued: 0, queueLimit: 8))
    #expect(try await scene.issue(body).status == 201)
  }

  @Test func `a full queue answers 503 before the serial is spent`() async throws {
    let scene = try Scene()
    let body = try scene.body(serial: try await scene.reserve())
    scene.ca.set(TokenHealth(available: true, queued: 8, queueLimit: 8))
    #expect(try await scene.issue(body).status == 503)
    #expect(await scene.kinds() == ["serials-reserved"])
  }

  @Test func `a queue that filled up meanwhile leaves a decision that says so`() async throws {
    let scene = try Scene()
    let body = try scene.body(serial: try await scene.reserve())
    scene.ca.set(.fail(.busy))
    let reply = try await scene.issue(body)
    #expect(reply.status == 503)
    let id = try #require(reply.json["instance"]?.text)
    let decision = try await scene.send("GET", "/ca/v1/decisions/\(id)")
    #expect(decision.json["status"]?.text == "not signed")
    scene.ca.set(.sign)
    #expect(try await scene.issue(body).status == 409)
  }

  @Test func `a token that goes away while it signs leaves an unknown outcome and a spent serial`() async throws {
    let scene = try Scene()
    let serial = try await scene.reserve()
    let body = try scene.body(serial: serial)
    scene.ca.set(.fail(.unavailable("CKR_DEVICE_REMOVED")))
    #expect(try await scene.issue(body).status == 503)
    scene.ca.set(.sign)
    let found = try await scene.send("GET", "/ca/v1/decisions?serial=\(Hex.encode(serial))")
    #expect(found.json["status"]?.text == "outcome unknown")
    #expect(found.json["certificate"] == nil)
    #expect(try await scene.issue(body).status == 409)
    let again = try scene.body(serial: serial, more: ["application": try scene.application(id: "A-2")])
    #expect(try await scene.issue(again).status == 409)
  }

  @Test func `a signature that does not verify is an incident and is not released`() async throws {
    let scene = try Scene()
    scene.ca.set(.signAnother)
    let reply = try await scene.issue(try scene.body(serial: try await scene.reserve()))
    #expect(reply.status == 500)
    #expect(reply.json["certificate"] == nil)
    #expect(await scene.kinds().last == "incident")
  }

  @Test func `a subject token that cannot be asked is not absent evidence`() async throws {
    let scene = try Scene()
    scene.subjectToken.set(.fail(.unavailable("CKR_TOKEN_NOT_PRESENT")))
    let reply = try await scene.issue(try scene.body(serial: try await scene.reserve()))
    #expect(reply.status == 503)
    #expect(await scene.kinds() == ["serials-reserved"])
  }

  @Test func `serials are refused while the token is away`() async throws {
    let scene = try Scene()
    scene.ca.set(.fail(.unavailable("CKR_TOKEN_NOT_PRESENT")))
    let reply = try await scene.send("POST", "/ca/v1/issuers/issuing/serials", Array(#"{"schema":1}"#.utf8))
    #expect(reply.status == 503)
  }
}
