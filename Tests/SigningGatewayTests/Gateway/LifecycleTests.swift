import Cryptography
import DER
import Evidence
import PolicyGates
import Records
import TestSupport
import Testing
import X509

@testable import SigningGateway

/// Events after the first, through the router.
@Suite struct LifecycleTests {
  /// A first certificate, signed by the scene's CA.
  private func first(_ scene: Scene, change: (inout SampleProcess) -> Void = { _ in }) async throws -> Scene.Reply {
    let application = try scene.application(change: change)
    let reply = try await scene.issue(
      try scene.body(serial: try await scene.reserve(), more: ["application": application]))
    #expect(reply.status == 201, "\(reply.text)")
    return reply
  }

  @Test func `a renewal is judged against the certificate that the registers know`() async throws {
    let scene = try Scene()
    let certificate = try await first(scene).json["certificate"] ?? .null
    let application = try scene.application(id: "A-2") { process in
      process.event = .renewal
      process.bind()
      process.application.lifecycle = LifecycleEvidence(
        previousAuthenticates: true, keyCompromised: false, revalidatedAt: Sample.now)
    }
    let renewal: [String: JSONValue] = [
      "event": .string("renewal"), "previousCertificate": certificate, "application": application,
    ]
    let reply = try await scene.issue(try scene.body(serial: try await scene.reserve(), more: renewal))
    // The scene's clock stands still, so the check is no later than the certificate before.
    #expect(reply.rules == ["etsi.en_319_411_1.6-3-6.application_not_checked_again"], "\(reply.text)")
  }

  @Test func `a renewal of a certificate from elsewhere is refused`() async throws {
    let scene = try Scene()
    let other = Base64.encode(scene.folder.issuing.derBytes)
    let renewal: [String: JSONValue] = ["event": .string("renewal"), "previousCertificate": .string(other)]
    let reply = try await scene.issue(try scene.body(serial: try await scene.reserve(), more: renewal))
    #expect(reply.rules.contains("sealgate.gates.lifecycle.previous_unknown"))
  }

  @Test func `a name is given to one subject, and the second learns so`() async throws {
    let scene = try Scene()
    _ = try await first(scene)
    let key = try TestKey(curve: .p256)
    let other = try scene.application(of: "S-2", .qcpN, key: key)
    let reply = try await scene.issue(
      try scene.body(serial: try await scene.reserve(), policy: .qcpN, key: key, more: ["application": other]))
    #expect(reply.status == 422)
    #expect(reply.rules == ["etsi.en_319_411_1.gen-6-3-3-10.name_of_another"])
  }

  @Test func `of two subjects who ask for one name at once, one gets a certificate`() async throws {
    let scene = try Scene()
    var bodies: [JSONValue] = []
    for number in 1...6 {
      let key = try TestKey(curve: .p256)
      let application = try scene.application(of: "S-\(number)", .qcpN, key: key)
      bodies.append(
        try scene.body(
          serial: try await scene.reserve(), policy: .qcpN, key: key, more: ["application": application]))
    }
    let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
      for body in bodies { group.addTask { try await scene.issue(body).status } }
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(statuses.count { $0 == 201 } == 1)
    #expect(statuses.allSatisfy { [201, 409, 422].contains($0) })
    #expect(scene.ca.signatures == 1)
  }

  @Test func `a revocation for compromise is taken once and stands against the key`() async throws {
    let scene = try Scene()
    let serial = try await first(scene).json["serial"]?.text ?? ""
    let report = JSONValue.object([
      "schema": .integer(1), "serial": .string(serial), "reason": .string("keyCompromise"),
      "at": .string(Sample.now.description),
    ]).canonicalBytes()
    #expect(try await scene.send("POST", "/ca/v1/issuers/issuing/revocations", report).status == 201)
    #expect(try await scene.send("POST", "/ca/v1/issuers/issuing/revocations", report).status == 409)
    let reply = try await scene.issue(try scene.body(serial: try await scene.reserve()))
    #expect(reply.rules == ["etsi.en_319_411_1.gen-6-3-6-10.key_compromised"])
    let unknown = JSONValue.object([
      "schema": .integer(1), "serial": .string("41"), "reason": .string("superseded"),
      "at": .string(Sample.now.description),
    ]).canonicalBytes()
    #expect(try await scene.send("POST", "/ca/v1/issuers/issuing/revocations", unknown).status == 404)
    let other = try await scene.send(
      "POST", "/ca/v1/issuers/issuing/revocations", report, as: ConfigurationFolder.other)
    #expect(other.status == 403)
  }

  @Test func `an acceptance that is due is open until its requester reports it`() async throws {
    let scene = try Scene()
    let due = Sample.now.adding(seconds: 86400)
    let reply = try await first(scene) { process in
      process.application.agreement?.acceptance = nil
      process.application.agreement?.acceptanceDue = due
    }
    #expect(reply.json["acceptanceDue"]?.text == due.description)
    let id = reply.json["decisionId"]?.text ?? ""
    #expect(try await scene.send("GET", "/metrics", listener: "health").text.contains("sealgate_acceptances_open 1"))
    func body(at: Instant) -> [UInt8] {
      JSONValue.object([
        "schema": .integer(1), "act": .string("signed paper"), "at": .string(at.description),
        "by": .string("S-1"), "record": .string("R-1"),
      ]).canonicalBytes()
    }
    let address = "/ca/v1/decisions/\(id)/acceptance"
    let future = Sample.now.adding(seconds: 1)
    #expect(try await scene.send("POST", address, body(at: future)).status == 400)
    let other = try await scene.send("POST", address, body(at: Sample.now), as: ConfigurationFolder.other)
    #expect(other.status == 404)
    #expect(try await scene.send("POST", address, body(at: Sample.now)).status == 201)
    #expect(try await scene.send("POST", address, body(at: Sample.now)).status == 409)
    #expect(try await scene.send("GET", "/metrics", listener: "health").text.contains("sealgate_acceptances_open 0"))
    #expect(await scene.kinds().last == "acceptance")
  }
}
