import Evidence
import Records
import TestSupport
import Testing

@testable import SigningGateway

@Suite struct EndpointTests {
  @Test func `evaluation says what the gates say and leaves no trace`() async throws {
    let scene = try Scene()
    let serial = try await scene.reserve()
    let before = await scene.kinds()
    let target = "/ca/v1/issuers/issuing/certificates:evaluate"
    let admitted = try await scene.send("POST", target, try scene.body(serial: serial).canonicalBytes())
    #expect(admitted.status == 200)
    #expect(admitted.json["verdict"]?.text == "admit", "\(admitted.text)")
    let refused = try await scene.send("POST", target, try scene.body(serial: [0x41]).canonicalBytes())
    #expect(refused.status == 200)
    #expect(refused.json["verdict"]?.text == "refuse")
    #expect(refused.rules.contains("sealgate.house.serial.not_reserved"))
    #expect(await scene.kinds() == before)
    #expect(scene.ca.signatures == 0)
    #expect(try await scene.issue(try scene.body(serial: serial)).status == 201)
  }

  @Test func `reserved serials are positive, long and different, and on record`() async throws {
    let scene = try Scene()
    let reply = try await scene.send(
      "POST", "/ca/v1/issuers/issuing/serials", Array(#"{"schema":1,"count":3}"#.utf8))
    #expect(reply.status == 201)
    let serials = (reply.json["serials"]?.elements ?? []).compactMap(\.text).compactMap { Hex.decode($0) }
    #expect(serials.count == 3 && Set(serials).count == 3)
    #expect(serials.allSatisfy { $0.count == 16 && (0x40..<0x80).contains($0[0]) })
    let record = try #require(await scene.store.records.last?.value)
    #expect(record["serials"] == reply.json["serials"])
  }

  @Test(arguments: [#"{"schema":1,"count":0}"#, #"{"schema":1,"count":101}"#, #"{"schema":2}"#, #"{"schema":1,"x":1}"#])
  func `a reservation of none, too many or something else is refused`(body: String) async throws {
    let scene = try Scene()
    #expect(try await scene.send("POST", "/ca/v1/issuers/issuing/serials", Array(body.utf8)).status == 400)
    #expect(await scene.kinds() == [])
  }

  @Test func `a decision is found by id, by request and by serial`() async throws {
    let scene = try Scene()
    let serial = try await scene.reserve()
    let body = try scene.body(serial: serial)
    let granted = try await scene.issue(body)
    let id = try #require(granted.json["decisionId"]?.text)
    let digest = CertificateRequestBody.digest(of: body, issuer: "issuing").hex
    #expect(granted.json["request"]?.text == digest)
    for target in ["/\(id)", "?request=\(digest)", "?serial=\(Hex.encode(serial))"] {
      let found = try await scene.send("GET", "/ca/v1/decisions\(target)")
      #expect(found.status == 200)
      #expect(found.json["decisionId"]?.text == id)
      #expect(found.json["status"]?.text == "granted")
      #expect(found.json["certificate"] == granted.json["certificate"])
    }
  }

  @Test func `a refused decision is found with its findings`() async throws {
    let scene = try Scene()
    let reply = try await scene.issue(try scene.body(serial: [0x41]))
    let id = try #require(reply.json["instance"]?.text)
    let found = try await scene.send("GET", "/ca/v1/decisions/\(id)")
    #expect(found.json["status"]?.text == "refused")
    #expect(found.json["findings"] == reply.json["findings"])
  }

  @Test(arguments: [
    ("/ca/v1/decisions/00000000000000000000000000000000", 404), ("/ca/v1/decisions/xyz", 400),
    ("/ca/v1/decisions", 400),
    ("/ca/v1/decisions?request=00", 400), ("/ca/v1/decisions?serial=zz", 400), ("/ca/v1/decisions?serial=41", 404),
    ("/ca/v1/decisions?serial=41&serial=42", 400), ("/ca/v1/decisions?name=x", 400),
  ])
  func `a lookup that names nothing, or nothing readable, is refused`(target: String, status: Int) async throws {
    #expect(try await Scene().send("GET", target).status == status)
  }

  @Test func `health endpoints are on the health listener only, and the API on the other only`() async throws {
    let scene = try Scene()
    for path in ["/healthz", "/readyz", "/metrics"] {
      #expect(try await scene.send("GET", path, as: nil, listener: "health").status == 200)
      #expect(try await scene.send("GET", path).status == 404)
    }
    #expect(try await scene.send("GET", "/ca/v1/decisions?serial=41", listener: "health").status == 404)
  }

  @Test func `readiness tells demo, configuration, tokens and the last record`() async throws {
    let scene = try Scene()
    _ = try await scene.gateway.start([])
    let reply = try await scene.send("GET", "/readyz", as: nil, listener: "health")
    #expect(reply.json["demo"] == .bool(true))
    #expect(reply.json["configuration"]?.text == scene.gateway.facts.configuration.hex)
    #expect(reply.json["tokens"]?["ca"]?["state"]?.text == "available")
    #expect(reply.json["lastRecord"]?["sequence"] == .integer(2))
    scene.subjectToken.set(TokenHealth(available: false, queued: 0, queueLimit: 8))
    let away = try await scene.send("GET", "/readyz", as: nil, listener: "health")
    #expect(away.status == 503)
    #expect(away.json["tokens"]?["subject"]?["state"]?.text == "away")
  }

  @Test func `metrics count requests, refusals and signatures`() async throws {
    let scene = try Scene()
    let body = try scene.body(serial: try await scene.reserve())
    _ = try await scene.issue(body)
    _ = try await scene.issue(try scene.body(serial: [0x41]))
    let text = try await scene.send("GET", "/metrics", as: nil, listener: "health").text
    let endpoint = #"endpoint="POST /ca/v1/issuers/{issuer}/certificates""#
    for line in [
      "sealgate_requests_total{\(endpoint),status=\"201\"} 1", "sealgate_requests_total{\(endpoint),status=\"422\"} 1",
      #"sealgate_gate_refusals_total{rule="sealgate.house.serial.not_reserved"} 1"#,
      #"sealgate_signatures_total{issuer="issuing"} 1"#, #"sealgate_token_available{token="ca"} 1"#,
      "sealgate_store_open 1",
    ] {
      #expect(text.split(separator: "\n").contains { $0 == line }, "\(line) in \(text)")
    }
  }

  @Test func `a start records the reviewed files and writes off what an earlier run left open`() async throws {
    let scene = try Scene()
    let unknown = try await scene.gateway.start([ReviewedFile(name: "configuration", content: [1])])
    #expect(unknown == [])
    let records = await scene.store.records
    #expect(records.map(\.kind.rawValue) == ["service-started", "configuration-loaded"])
    #expect(records[0].value?["demo"] == .bool(true))
    #expect(try await scene.store.blob(try #require(records[1].blobAddresses.first)) == [1])
  }
}
