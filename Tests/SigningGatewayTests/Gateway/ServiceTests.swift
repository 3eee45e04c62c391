import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import Testing
import X509

@testable import SigningGateway

/// One after the other: each starts a service on tokens of one module.
@Suite(.serialized) struct ServiceTests {
  @Test func `over mutual TLS and a real token a certificate is granted, refused, repeated and logged`() async throws {
    let live = try await LiveService()
    let target = "/ca/v1/issuers/issuing/certificates"
    let body = try live.body(serial: try await live.reserve())
    let granted = try await live.post(target, body)
    #expect(granted.status == 201, "\(granted.json)")
    let certificate = try Certificate(der: Base64.decode(granted.json["certificate"]?.text ?? "") ?? [])
    #expect(try certificate.isSigned(by: PublicKey(live.issuing.tbsCertificate.subjectPublicKeyInfo)))

    let refused = try await live.post(
      target, try live.body(serial: try await live.reserve()) { $0.statements { $0.removeLast() } })
    #expect(refused.status == 422)
    let stranger = try await live.post(target, body, as: "revoked")
    #expect(stranger.status == 401)

    #expect(try await live.health("/readyz").contains("\"status\":\"ready\""))
    #expect(try await live.health("/metrics").contains("sealgate_connections_accepted_total{listener=\"mtls\"}"))

    // A new run over the same store gives the stored certificate and signs nothing.
    await live.stop()
    try await live.start()
    let repeated = try await live.post(target, body)
    #expect(repeated.status == 200)
    #expect(repeated.json["certificate"] == granted.json["certificate"])
    await live.stop()
    try await showLog(live, decision: granted.json["decisionId"]?.text ?? "")
  }

  private func showLog(_ live: LiveService, decision: String) async throws {
    let all = CapturedScreen()
    let tool = GatewayTool(screen: all.screen, clock: LiveService.clock)
    #expect(await tool.run(["log", "show", "--config", live.configurationPath]) == 0, "\(all.errors)")
    let lines = all.output.split(separator: "\n")
    let kinds = lines.dropLast().map { String($0.split(separator: " ")[2]) }
    #expect(
      kinds == [
        "service-started", "configuration-loaded", "serials-reserved", "intent", "outcome", "serials-reserved",
        "request-refused", "requester-refused", "service-started", "configuration-loaded",
      ])
    #expect(lines.last?.hasPrefix("verified: 10 records, last hash ") == true)

    let one = CapturedScreen()
    let arguments = ["log", "show", "--config", live.configurationPath, "--decision", decision, "--json"]
    #expect(await GatewayTool(screen: one.screen, clock: LiveService.clock).run(arguments) == 0)
    #expect(one.output.split(separator: "\n").count == 3)

    let path = live.folder.appending(path: "gateway.db").path
    try await blocking { try ServiceTests.damage(path) }
    let damaged = CapturedScreen()
    let again = GatewayTool(screen: damaged.screen, clock: LiveService.clock)
    #expect(await again.run(["log", "show", "--config", live.configurationPath, "--since", "9"]) == 1)
    #expect(damaged.errors.contains("does not verify"))
  }

  private static func damage(_ path: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["sqlite3", path, "UPDATE blobs SET content = x'00' WHERE rowid = 1"]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func `a changed CRL file is taken at the next look, and a revoked client is out`() async throws {
    let live = try await LiveService()
    let body = JSONValue.object(["schema": .integer(1)])
    #expect(try await live.post("/ca/v1/issuers/issuing/serials", body, as: "revoked").status == 401)
    live.service?.reloadTLSIfChanged()
    #expect(!live.screen.errors.contains("tls-reloaded"))
    try live.revokeClients()
    live.service?.reloadTLSIfChanged()
    #expect(live.screen.errors.contains("tls-reloaded"))
    await #expect(throws: HTTPClientError.self) {
      try await live.post("/ca/v1/issuers/issuing/serials", body, as: "revoked")
    }
    #expect(try await live.post("/ca/v1/issuers/issuing/serials", body).status == 201)
    await live.stop()
  }

  @Test func `an issuer whose certificate names another key than the token's does not start`() async throws {
    let live = try await LiveService()
    await live.stop()
    let key = try TestKey(curve: .p256)
    let authority = try TestAuthority(root: "Another", key: key)
    try LiveService.write(live.folder, "issuing.pem", authority.certificate.pem)
    let text = try String(contentsOf: live.folder.appending(path: "gateway.yaml"), encoding: .utf8)
    try LiveService.write(live.folder, "gateway.yaml", text.replacing("chain: [root.pem], ", with: ""))
    let error = try await #require(throws: StartError.self) {
      try await live.start()
    }
    #expect(error.description.contains("is not the one in its certificate"))
  }

  @Test func `a record store that is not there is made on purpose only`() async throws {
    let live = try await LiveService()
    await live.stop()
    for name in ["gateway.db", "gateway.db-wal", "gateway.db-shm"] {
      try? FileManager.default.removeItem(at: live.folder.appending(path: name))
    }
    let error = try await #require(throws: StartError.self) {
      try await live.start()
    }
    #expect(error.description.contains("there is no record store"))
  }
}
