import CommandLineTools
import Evidence
import Foundation
import TestSupport
import Testing

@testable import SigningGateway

/// The two-person rule over mutual TLS, with the verbs that operators use. Here, so that no two of these run at a time.
extension ServiceTests {
  private static let serials = "/ca/v1/issuers/issuing/serials"
  private static let body = JSONValue.object(["schema": .integer(1)])

  /// A run of `approve` or `approvals` with a client certificate.
  private func run(_ live: LiveService, as name: String, _ words: String...) async throws
    -> (code: Int32, screen: CapturedScreen)
  {
    let identity = try TestCertificates.shared.get().identity(name)
    let port = live.service?.port("mtls") ?? 0
    let all =
      words + ["--gateway", "https://127.0.0.1:\(port)", "--ca", try TestCertificates.shared.get().path("ca.pem")]
      + ["--cert", identity.certificateChain, "--key", identity.privateKey]
    guard case .run(let verb, let arguments) = try GatewayTool.description.parse(all) else {
      throw Scene.Unusable(text: "no run")
    }
    let screen = CapturedScreen()
    let code = try await blocking {
      verb.name == "approve"
        ? ApproveCommand(screen: screen.screen).execute(arguments)
        : ApprovalsCommand(screen: screen.screen).execute(arguments)
    }
    return (code, screen)
  }

  @Test func `a service opens its tokens when the second operator approves, and a restart keeps them open`()
    async throws
  {
    let live = try await LiveService(operators: ["anna", "berta"])
    let digest = try Configuration(path: live.configurationPath).digest.hex
    #expect(live.service?.isOpen == false)
    #expect(live.service?.waitsFor?.hex == digest)
    #expect(live.screen.errors.contains("configuration-waits"))
    #expect(try await live.health("/healthz").contains("alive"))
    #expect(try await live.health("/readyz").contains(#""status":"not ready","store":"open","tokens":{}"#))
    #expect(try await live.post(Self.serials, Self.body).status == 503)

    let stranger = try await run(live, as: "good", "approve", "--digest", digest)
    #expect(stranger.code == 1)
    #expect(stranger.screen.errors.contains("etsi.en_319_401.req-7-7-03.operator_unknown"))
    let first = try await run(live, as: "anna", "approve", "--digest", digest)
    #expect(first.code == 0, "\(first.screen.errors)")
    #expect(
      first.screen.output
        == "configuration \(digest)\n  approved by anna\n  not in effect: waits for 1 more\n")
    #expect(live.service?.isOpen == false)
    let second = try await run(live, as: "berta", "approve", "--digest", digest)
    #expect(second.screen.output.contains("  approved by anna, berta\n  in effect since "))
    #expect(live.service?.isOpen == true)
    #expect(live.service?.waitsFor == nil)
    let granted = try await live.post(
      "/ca/v1/issuers/issuing/certificates", try live.body(serial: try await live.reserve()))
    #expect(granted.status == 201, "\(granted.json)")
    #expect(granted.json["approvedBy"] == .array([.string("anna"), .string("berta")]))

    await live.stop()
    try await live.start()
    #expect(live.service?.isOpen == true)
    let text = try String(contentsOf: live.folder.appending(path: "gateway.yaml"), encoding: .utf8)
    await live.stop()
    try LiveService.write(live.folder, "gateway.yaml", text + "\n# changed\n")
    try await live.start()
    #expect(live.service?.isOpen == false)
    let list = try await run(live, as: "anna", "approvals")
    #expect(list.code == 0)
    let changed = try Configuration(path: live.configurationPath).digest.hex
    for line in [
      "operators     anna, berta", "configuration \(digest)", "configuration \(changed)", "  approved by nobody",
      "devices: nothing yet",
    ] {
      #expect(list.screen.output.split(separator: "\n").contains { $0 == line }, "\(line) in \(list.screen.output)")
    }
    await live.stop()
  }

  @Test func `tokens that cannot be opened when the approval comes leave a service that says so`() async throws {
    let live = try await LiveService(operators: ["anna", "berta"])
    let configuration = try Configuration(path: live.configurationPath)
    try FileManager.default.removeItem(atPath: try #require(configuration.tokens["ca"]).pinFile)
    for name in ["anna", "berta"] {
      #expect(try await run(live, as: name, "approve", "--digest", configuration.digest.hex).code == 0)
    }
    #expect(live.service?.isOpen == false)
    #expect(live.service?.waitsFor == nil)
    #expect(live.screen.errors.contains("not-opened"))
    #expect(try await live.post(Self.serials, Self.body).status == 503)
    let ready = try await live.health("/readyz")
    #expect(ready.contains("\"status\":\"not ready\"") && ready.contains("token ca: "))
    #expect(ready.contains("start the service again"))
    await live.stop()
  }

  @Test func `a reload takes no other server certificate or client CA than the approved ones`() async throws {
    let live = try await LiveService()
    await live.stop()
    let files = try TestCertificates.shared.get()
    var text = try String(contentsOf: live.folder.appending(path: "gateway.yaml"), encoding: .utf8)
    for name in ["server.pem", "ca.pem"] {
      try LiveService.write(live.folder, name, try String(contentsOfFile: files.path(name), encoding: .utf8))
      text = text.replacing(files.path(name), with: name)
    }
    try LiveService.write(live.folder, "gateway.yaml", text)
    try await live.start()
    live.service?.reloadTLS()
    #expect(live.screen.errors.contains("tls-reloaded"))
    for name in ["server.pem", "ca.pem"] {
      let right = try String(contentsOfFile: files.path(name), encoding: .utf8)
      try LiveService.write(live.folder, name, try String(contentsOfFile: files.path("other.pem"), encoding: .utf8))
      live.service?.reloadTLS()
      #expect(live.screen.errors.contains("\(name) is not the one of the configuration in effect"))
      try LiveService.write(live.folder, name, right)
    }
    #expect(try await live.post(Self.serials, Self.body).status == 201)
    await live.stop()
  }

  @Test func `a gateway that cannot be reached ends with 3, and a command line that says nothing with 2`() async throws
  {
    let live = try await LiveService()
    let digest = String(repeating: "ab", count: 32)
    #expect(try await run(live, as: "anna", "approve", "--digest", digest).code == 1)
    #expect(try await run(live, as: "anna", "approve", "--digest", "ab").code == 2)
    #expect(try await run(live, as: "anna", "approve").code == 2)
    let unknown = try await run(live, as: "anna", "approve", "--digest", digest, "--subject", "anchors")
    #expect(unknown.code == 2)
    #expect(unknown.screen.errors.contains("known are configuration, devices, store"))
    #expect(try await run(live, as: "anna", "approvals", "--json").code == 1)
    await live.stop()
    #expect(try await run(live, as: "anna", "approvals").code == 3)
  }
}
