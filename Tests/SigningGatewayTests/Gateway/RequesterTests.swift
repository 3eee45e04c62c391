import Evidence
import TestSupport
import Testing

@testable import SigningGateway

@Suite struct RequesterTests {
  @Test func `a certificate of no requester is turned away on record, with rule, clause and field`() async throws {
    let scene = try Scene()
    let reply = try await scene.issue(
      try scene.body(serial: try await scene.reserve()), as: Array("stranger".utf8))
    #expect(reply.status == 401)
    #expect(reply.rules == ["etsi.en_319_411_1.reg-6-3-2-02.requester_unknown"])
    let finding = try #require(reply.json["findings"]?.elements?.first)
    #expect(finding["clause"]?.text == "EN 319 411-1 V1.5.1 (2025-04) REG-6.3.2-02")
    #expect(finding["field"]?.text == "client certificate")
    #expect(await scene.kinds().last == "requester-refused")
    #expect(scene.ca.signatures == 0)
  }

  @Test func `a request without a client certificate is turned away`() async throws {
    let scene = try Scene()
    #expect(try await scene.send("GET", "/ca/v1/decisions?serial=01", as: nil).status == 401)
  }

  @Test func `a requester of another issuer is refused on record`() async throws {
    let scene = try Scene()
    let reply = try await scene.issue(
      try scene.body(serial: try await scene.reserve()), as: ConfigurationFolder.other)
    #expect(reply.status == 403)
    #expect(reply.rules.contains("etsi.en_319_411_1.reg-6-3-2-02.requester_not_authorised_for_issuer"))
    #expect(reply.rules.contains("etsi.en_319_411_1.reg-6-3-2-02.requester_not_authorised_for_policy"))
    #expect(await scene.kinds().last == "request-refused")
    #expect(reply.json["instance"]?.text.flatMap { DecisionID($0) } != nil)
  }

  @Test func `a requester reserves serials at its own issuers only`() async throws {
    let scene = try Scene()
    let body = Array(#"{"schema":1}"#.utf8)
    let reply = try await scene.send(
      "POST", "/ca/v1/issuers/issuing/serials", body, as: ConfigurationFolder.other)
    #expect(reply.status == 403)
    #expect(await scene.kinds() == ["requester-refused"])
  }

  @Test func `a requester evaluates at its own issuers only`() async throws {
    let scene = try Scene()
    let body = try scene.body(serial: [0x41])
    let reply = try await scene.send(
      "POST", "/ca/v1/issuers/issuing/certificates:evaluate", body.canonicalBytes(), as: ConfigurationFolder.other)
    #expect(reply.status == 403)
  }

  @Test func `a decision of another requester is not found`() async throws {
    let scene = try Scene()
    let granted = try await scene.issue(try scene.body(serial: try await scene.reserve()))
    let id = try #require(granted.json["decisionId"]?.text)
    #expect(try await scene.send("GET", "/ca/v1/decisions/\(id)").status == 200)
    let reply = try await scene.send("GET", "/ca/v1/decisions/\(id)", as: ConfigurationFolder.other)
    #expect(reply.status == 404)
  }

  @Test func `the same request from another requester does not get the first one's certificate`() async throws {
    let scene = try Scene()
    let body = try scene.body(serial: try await scene.reserve())
    _ = try await scene.issue(body)
    let reply = try await scene.issue(body, as: ConfigurationFolder.other)
    #expect(reply.status == 403)
    #expect(reply.json["certificate"] == nil)
    #expect(scene.ca.signatures == 1)
  }
}
