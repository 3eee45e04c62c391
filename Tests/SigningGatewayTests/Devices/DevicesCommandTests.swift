import Applications
import CommandLineTools
import Cryptography
import Evidence
import Foundation
import TestSupport
import Testing

@testable import SigningGateway

/// The verbs on devices over mutual TLS. Here, so that no two of these run at a time.
extension ServiceTests {
  private func run(_ live: LiveService, as name: String, _ words: String...) async throws
    -> (code: Int32, screen: CapturedScreen)
  {
    let identity = try TestCertificates.shared.get().identity(name)
    let port = live.service?.port("mtls") ?? 0
    let all =
      words + ["--gateway", "https://127.0.0.1:\(port)", "--ca", try TestCertificates.shared.get().path("ca.pem")]
      + ["--cert", identity.certificateChain, "--key", identity.privateKey]
    let screen = CapturedScreen()
    let arguments = all
    let code = try await blocking {
      guard case .run(let verb, let arguments) = try GatewayTool.description.parse(arguments) else {
        throw Scene.Unusable(text: "no run")
      }
      return verb.name == ApproveCommand.verb.name
        ? ApproveCommand(screen: screen.screen).execute(arguments)
        : DevicesCommand(screen: screen.screen).execute(verb, arguments)
    }
    return (code, screen)
  }

  @Test func `a register is imported, approved by two and seen from the command line, and a lost device makes work`()
    async throws
  {
    let live = try await LiveService(operators: ["anna", "berta"])
    let configuration = try Configuration(path: live.configurationPath)
    let id = try #require(configuration.devices.records.first).id
    for name in ["anna", "berta"] { _ = try await run(live, as: name, "approve", "--digest", configuration.digest.hex) }
    let granted = try await live.post(
      "/ca/v1/issuers/issuing/certificates", try live.body(serial: try await live.reserve()))
    #expect(granted.status == 201, "\(granted.json)")

    let path = live.folder.appending(path: "devices.yaml").path
    let same = try await run(live, as: "anna", "devices", "import", path)
    #expect(same.code == 0 && same.screen.output.contains("says the same; nothing was recorded"))
    let text = try String(contentsOfFile: path, encoding: .utf8)
    let changed = text.replacing("status: certified", with: "status: cancelled")
    let file = live.folder.appending(path: "next.yaml").path
    try LiveService.write(live.folder, "next.yaml", changed)
    let digest = Hash.digest(Array(changed.utf8)).hex
    let proposed = try await run(live, as: "anna", "devices", "import", file)
    #expect(proposed.code == 0, "\(proposed.screen.errors)")
    #expect(proposed.screen.output.contains("~ \(id) certificate.status: certified -> cancelled\ndevices \(digest)\n"))
    #expect(try await run(live, as: "anna", "devices", "list").screen.output.contains("proposed by anna at "))
    for name in ["anna", "berta"] {
      #expect(try await run(live, as: name, "approve", "--subject", "devices", "--digest", digest).code == 0)
    }

    let list = try await run(live, as: "berta", "devices", "list")
    #expect(list.screen.output.contains("register sha-256:\(digest), in effect since "))
    #expect(list.screen.output.contains("LOST (cancelled), ends "))
    let shown = try await run(live, as: "berta", "devices", "show", id)
    #expect(shown.screen.output.contains("  certificate.status: cancelled\n"))
    #expect(shown.screen.output.contains("  1 certificate in use\n    issuing "))
    // Due in 24 hours, and nothing is overdue: exit code 0.
    let work = try await run(live, as: "berta", "devices", "work-list")
    #expect(work.code == 0)
    #expect(work.screen.output.contains("revoke by ") && work.screen.output.contains("1 to revoke, 0 overdue\n"))
    let appraised = try await run(live, as: "berta", "devices", "reappraise")
    #expect(appraised.code == 1)
    #expect(appraised.screen.output.contains("1 keys appraised, 0 changed, 1 refused; record "))
    #expect(try await run(live, as: "berta", "devices", "show", "another").code == 1)
    #expect(try await run(live, as: "berta", "devices", "show", "a/b").code == 2)
    #expect(try await run(live, as: "berta", "devices", "import", "/nowhere").code == 2)
    #expect(try await run(live, as: "good", "devices", "work-list", "--json").code == 1)
    await live.stop()
    #expect(try await run(live, as: "anna", "devices", "list").code == 3)
  }

  @Test func `an overdue work list ends with 1`() async throws {
    let work = JSONValue.object([
      "schema": .integer(1), "due": .integer(1), "overdue": .integer(1),
      "entries": .array([
        .object([
          "issuer": .string("issuing"), "serial": .string("41"), "device": .string("hsm-1"), "overdue": .bool(true),
          "due": .string("2026-11-20T12:00:00Z"), "since": .string("2026-11-19T12:00:00Z"),
          "cause": .string("a cause"), "rules": .array([.string("a.rule")]),
        ])
      ]),
    ])
    let server = try TestServer(tls: TestCertificates.shared.get().files()) { _ in
      HTTPResponse(status: 200, body: work.canonicalBytes())
    }
    let identity = try TestCertificates.shared.get().identity("good")
    let words = [
      "devices", "work-list", "--gateway", "https://127.0.0.1:\(server.port)", "--ca",
      try TestCertificates.shared.get().path("ca.pem"), "--cert", identity.certificateChain, "--key",
      identity.privateKey,
    ]
    let screen = CapturedScreen()
    let code = try await blocking {
      guard case .run(let verb, let arguments) = try GatewayTool.description.parse(words) else { return Int32(-1) }
      return DevicesCommand(screen: screen.screen).execute(verb, arguments)
    }
    #expect(code == 1)
    #expect(
      screen.output == """
        OVERDUE since 2026-11-20T12:00:00Z: issuing 41, subject unnamed
          device hsm-1: a cause (2026-11-19T12:00:00Z)
            a.rule
        1 to revoke, 1 overdue

        """)
  }
}
