import Evidence
import TestSupport
import Testing

@testable import SigningGateway

@Suite struct GatewayToolTests {
  private func run(_ words: String...) async -> (code: Int32, screen: CapturedScreen) {
    let screen = CapturedScreen()
    return (await GatewayTool(screen: screen.screen, clock: { Sample.now }).run(words), screen)
  }

  @Test func `help names every verb and the exit codes`() async {
    let (code, screen) = await run("--help")
    #expect(code == 0)
    for text in ["serve", "log show", "log export", "check-config", "4 record store"] {
      #expect(screen.output.contains(text))
    }
    #expect(screen.output.split(separator: "\n").allSatisfy { $0.count <= 90 })
  }

  @Test func `a command line or a configuration that cannot be read ends with 2`() async throws {
    #expect(await run("dance").code == 2)
    #expect(await run("serve").code == 2)
    #expect(await run("log", "show", "--config", "/nowhere/gateway.yaml").code == 2)
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    #expect(await run("log", "show", "--config", folder.path, "--since", "0").code == 2)
    #expect(await run("log", "show", "--config", folder.path, "--decision", "x").code == 2)
  }

  @Test func `check-config prints the digest, and log show without a store ends with 4`() async throws {
    let folder = try ConfigurationFolder()
    defer { folder.remove() }
    let (code, screen) = await run("check-config", "--config", folder.path)
    #expect(code == 0)
    #expect(screen.output.contains("sha-256:\(try folder.read().digest.hex) demo"))
    #expect(await run("log", "show", "--config", folder.path).code == 4)
  }

  @Test func `what a record says cannot move a cursor`() {
    #expect(Printable.text("a\u{1B}[2J\nb\u{202E}é") == #"a\u{1B}[2J\nb\u{202E}\u{00E9}"#)
  }
}
