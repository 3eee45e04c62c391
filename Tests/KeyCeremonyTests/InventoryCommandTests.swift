import CommandLineTools
import Documents
import Evidence
import PKCS11
import Records
import TestSupport
import Testing
import TokenPool

@testable import KeyCeremony

@Suite struct InventoryCommandTests {
  private func inventory(_ scene: CustodyScene, _ words: String...) async -> Int32 {
    await CommandLineTool(screen: scene.bench.screen, clock: Bench.clock, openToken: HSMToken.open)
      .run(["inventory"] + words)
  }

  private func plant(_ token: SoftHSM.Token, _ template: [Attribute]) throws {
    try plant(template, try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: true), token.pinFile)
  }

  private func plant(_ template: [Attribute], _ session: borrowing Session, _ pinFile: String) throws {
    let pin = try PIN(file: pinFile)
    try session.login(.user, pin: pin)
    _ = try session.create(template)
    try session.logout()
  }

  private func remove(_ token: SoftHSM.Token, _ template: [Attribute]) throws {
    try remove(template, try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: true), token.pinFile)
  }

  private func remove(_ template: [Attribute], _ session: borrowing Session, _ pinFile: String) throws {
    let pin = try PIN(file: pinFile)
    try session.login(.user, pin: pin)
    for object in try session.find(template) { try session.destroy(object) }
    try session.logout()
  }

  @Test func `tokens are as the script and the transcript leave them, until something is added or gone`() async throws {
    let scene = try CustodyScene()
    let text = try scene.script(CustodySteps.generate())
    _ = try await scene.ceremony(text).run()
    try scene.bench.write("script.yaml", text)
    for file in ["script.yaml", "transcript.jsonl"] {
      #expect(await inventory(scene, scene.bench.path(file)) == 0)
      #expect(scene.bench.shown.hasSuffix("as expected\n"))
    }
    try plant(
      scene.second,
      [Attribute(.data), Attribute(.token, true), Attribute(.label, "stray"), Attribute(.value, [1])])
    #expect(await inventory(scene, scene.bench.path("transcript.jsonl")) == 1)
    #expect(
      scene.bench.shown.hasSuffix("token two: not expected: data \"stray\" CKA_ID none\n1 differences\n"))
    #expect(await inventory(scene, scene.bench.path("transcript.jsonl"), "--token", "one") == 0)
    #expect(await inventory(scene, scene.bench.path("transcript.jsonl"), "--token", "three") == 2)
    try remove(scene.first, [Attribute(.privateKey)])
    #expect(await inventory(scene, scene.bench.path("script.yaml"), "--token", "one", "--json") == 1)
    #expect(scene.bench.shown.contains("\"differences\":[\"key ca: 0 private objects, must be one\"]"))
    #expect(scene.bench.shown.contains("\"result\":\"different\""))
  }

  @Test func `another key under the same name, and one that can leave, are named`() async throws {
    let scene = try CustodyScene()
    _ = try await scene.run(CustodySteps.generate("never-extractable"))
    try remove(scene.first, [])
    _ = try await scene.run(
      CustodySteps.generate().replacing("ca.pub", with: "other.pub").replacing("\"01\"", with: "\"09\""),
      transcript: "other.jsonl")
    #expect(await inventory(scene, scene.bench.path("transcript.jsonl"), "--token", "one") == 1)
    for part in [
      "key ca: CKA_ID 09, must be 01", "key ca: public key ", "key ca: extractable true, must be false",
    ] { #expect(scene.bench.shown.contains(part)) }
  }

  @Test func `a transcript that was altered is no list of keys`() async throws {
    let scene = try CustodyScene()
    _ = try await scene.run(CustodySteps.generate())
    let text = String(decoding: try scene.bench.bytes("transcript.jsonl"), as: UTF8.self)
    try scene.bench.write("transcript.jsonl", text.replacing("\"label\":\"ca\"", with: "\"label\":\"cb\""))
    #expect(await inventory(scene, scene.bench.path("transcript.jsonl")) == 2)
  }
}
