import Applications
import Documents
import Evidence
import Foundation
import TestSupport
import Testing

@testable import SigningGateway

@Suite struct SignStatementTests {
  private let folder: URL
  private let key: TestKey

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "sealgate-desk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    key = try TestKeys.p256.get()
    try write("officer.key", String(decoding: try key.pem, as: UTF8.self))
    try write("application.yaml", try Examples.text("application.yaml"))
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: URL(filePath: path(name))) }

  private func run(_ words: String...) async -> (code: Int32, screen: CapturedScreen) {
    let screen = CapturedScreen()
    return (await GatewayTool(screen: screen.screen, clock: { Sample.now }).run(words), screen)
  }

  private func sign(_ part: String, to output: String = "out.json", key: String = "officer.key") async -> (
    code: Int32, screen: CapturedScreen
  ) {
    await run(
      "sign-statement", "--application", path("application.yaml"), "--part", part, "--officer", "officer-07", "--key",
      path(key), "--output", path(output))
  }

  @Test func `what is put into the list verifies with the officer's registered key`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (code, screen) = await sign("registration")
    #expect(code == 0, "\(screen.errors)")
    let line = try String(contentsOfFile: path("out.json"), encoding: .utf8)
    try write("application.yaml", try Examples.text("application.yaml") + "  signatures:\n    - \(line)")
    let file = try Document(yaml: Array(try Data(contentsOf: URL(filePath: path("application.yaml")))))
      .read(as: ApplicationFile.shape)
    let register = OfficerRegister([
      try RegisteredOfficer(
        id: "officer-07", roles: [.registrationOfficer], pem: try SampleOffice.publicKey(of: key),
        validFrom: Sample.instant("2026-01-01"), validUntil: Sample.instant("2027-01-01"))
    ])
    let checked = register.check(file.application)
    #expect(checked.map(\.part) == [.registration])
    #expect(checked.map(\.verified) == [.yes])
  }

  @Test func `a part that is not there, a key that is none and a file that is there end with 2`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(await sign("approvals/1").code == 2)
    #expect(await sign("all").code == 2)
    #expect(await sign("registration", key: "application.yaml").code == 2)
    #expect(!FileManager.default.fileExists(atPath: path("out.json")))
    #expect(await sign("approvals/0").code == 0)
    #expect(await sign("approvals/0").code == 2)
  }

  @Test func `the digests that a desk needs are shown`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (code, screen) = await run("application", "show", "--application", path("application.yaml"), "--json")
    #expect(code == 0)
    let shown = try #require(JSONValue(canonical: Array(screen.output.utf8.dropLast())))
    let file = try Examples.application()
    #expect(shown["application"] == file.application.json)
    #expect(shown["registrationSha256"]?.text == file.application.registrationSHA256?.hex)
    #expect(shown["attributesSha256"]?.text?.count == 64)
    #expect(
      await run("application", "show", "--application", path("application.yaml")).screen.output.contains(
        "APP-2026-0117"))
    #expect(await run("application", "show", "--application", path("officer.key")).code == 2)
  }
}
