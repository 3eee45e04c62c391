import Cryptography
import Evidence
import Foundation
import PKCS11
import Records
import Synchronization
import TestSupport
import Testing
import TokenPool

@testable import KeyCeremony

/// PINs that are changed, held in parts by custodians, and typed wrong.
@Suite struct PINStepTests {
  private func login(_ token: SoftHSM.Token, _ user: UserType, _ text: String) throws {
    var bytes = Array(text.utf8)
    let pin = PIN(&bytes)
    try login(pin, user, try Session(try SoftHSM.shared().module(), slot: token.slot, readWrite: true))
  }

  private func login(_ pin: borrowing PIN, _ user: UserType, _ session: borrowing Session) throws {
    try session.login(user, pin: pin)
    try session.logout()
  }

  @Test func `both PINs are changed, in parts that people type twice, and the ceremony goes on`() async throws {
    let scene = try CustodyScene()
    let lines = try await scene.run(
      """
        - id: user-pin
          verb: change-pin
          token: one
          who: user
          new: { halves: [{ custodian: carl }, { custodian: cora }] }
        - id: officer-pin
          verb: change-pin
          token: one
          who: security-officer
          old: { pin-file: $SO1 }
          new: { prompt: true }

      """ + CustodySteps.generate("never-extractable"),
      secrets: ["user-pin": ["new-pin-carl": "1111", "new-pin-cora": "2222"], "officer-pin": ["new-pin": "33334444"]])
    let changed = lines.filter { $0.record.kind == .pinChanged }.compactMap(\.record.value)
    #expect(changed.map { $0["pin"]?["dualControl"] } == [.bool(true), .bool(false)])
    #expect(changed.first?["userPIN"]?.text == "the token tells of no wrong PIN, and not how many tries are left")
    try login(scene.first, .user, "11112222")
    try login(scene.first, .securityOfficer, "33334444")
    let transcript = String(decoding: try scene.bench.bytes("transcript.jsonl"), as: UTF8.self)
    for pin in ["11112222", "33334444", "87654321", "12345678"] { #expect(!transcript.contains(pin)) }
  }

  @Test func `a wrong old PIN changes nothing`() async throws {
    let scene = try CustodyScene()
    let error = try await scene.failure(
      """
        - id: officer-pin
          verb: change-pin
          token: one
          who: security-officer
          old: { prompt: true }
          new: { prompt: true }
      """, secrets: ["officer-pin": ["old-pin": "00000000", "new-pin": "33334444"]])
    #expect(error.message.contains("the PIN is refused: C_Login returned CKR_PIN_INCORRECT"))
    try login(scene.first, .securityOfficer, "12345678")
  }

  @Test(arguments: [("nothing", "no"), ("changed", "yes")])
  func `a change that was killed is asked after, for no token tells`(state: String, answer: String) async throws {
    let scene = try CustodyScene()
    let text = try scene.script(
      """
        - id: user-pin
          verb: change-pin
          token: one
          who: user
          old: { prompt: true }
          new: { prompt: true }
      """)
    let old = ["user-pin": ["old-pin": "87654321", "new-pin": "55556666"]]
    _ = try await scene.ceremony(text, secrets: old).run()
    let all = String(decoding: try scene.bench.bytes("transcript.jsonl"), as: UTF8.self).split(separator: "\n")
    let index = try #require(all.firstIndex { $0.contains("\"kind\":\"custody-intent\"") })
    try scene.bench.write("transcript.jsonl", all[...index].joined(separator: "\n") + "\n")
    if state == "nothing" {
      try restore(scene)
    } else {
      try Data("55556666".utf8).write(to: URL(fileURLWithPath: scene.first.pinFile))
    }
    let lines = try await scene.ceremony(text, answers: ["user-pin": ["changed": answer]], secrets: old).resume()
    #expect(lines.last(.pinChanged) != nil && lines.last(.ceremonyClosed) != nil)
    try login(scene.first, .user, "55556666")
  }

  /// As if the kill had come before the token was asked.
  private func restore(_ scene: CustodyScene) throws {
    try change(try Session(try SoftHSM.shared().module(), slot: scene.first.slot, readWrite: true))
  }

  private func change(_ session: borrowing Session) throws {
    var (new, old) = (Array("55556666".utf8), Array("87654321".utf8))
    let present = PIN(&new)
    let wanted = PIN(&old)
    try session.changePIN(from: present, to: wanted)
  }

  @Test func `a token is initialised with a PIN in two parts, opened with both, and makes a key`() async throws {
    let scene = try CustodyScene()
    let label = "new-\(UUID().uuidString.prefix(8))"
    for (name, part) in [("carl.half", "4711"), ("cora.half", "0815"), ("so.pin", "11223344")] {
      try scene.bench.write(name, part + "\n", mode: 0o600)
    }
    let halves = "halves: [{ custodian: carl, file: carl.half }, { custodian: cora, file: cora.half }]"
    let tokens = "token: { module: \(SoftHSM.modulePath), uri: \"pkcs11:token=\(label)\", \(halves) }"
    let text = try scene.script(
      """
        - id: fresh
          verb: initialise-token
          label: \(label)
          security-officer: { pin-file: so.pin }

      """ + CustodySteps.generate().replacing("    token: one\n", with: ""), tokens: tokens)
    let lines = try await scene.ceremony(text).run()
    #expect(lines.last(.tokenInitialised)?["label"]?.text == label)
    #expect(lines.last(.tokenOpened)?["pin"]?["dualControl"] == .bool(true))
    #expect(lines.last(.tokenOpened)?["pin"]?["custodians"]?.elements?.compactMap(\.text) == ["carl", "cora"])
    #expect(lines.last(.keyGenerated) != nil)
    let again = try await scene.failure(
      """
        - id: fresh
          verb: initialise-token
          token: two
          label: \(scene.second.label)
          security-officer: { pin-file: $SO2 }
      """)
    #expect(again.message.contains("exists already"))
  }

  @Test func `people who type a PIN wrong are asked again, with what the token tells of it`() throws {
    let scene = try CustodyScene()
    let asked = Mutex<[String]>([])
    let choice = TokenChoice(
      id: "one", module: SoftHSM.modulePath, uri: "pkcs11:token=\(scene.first.label)",
      pin: .halves([PINChoice.Half(custodian: "carl", file: nil), PINChoice.Half(custodian: "cora", file: nil)]))
    let answers = ["8765", "0000", "8765", "4321"]
    let token = try HSMToken.open(choice, folder: scene.bench.folder) { question throws(CeremonyError) in
      let number = asked.withLock { list in
        list.append(question)
        return list.count - 1
      }
      var bytes = Array(answers[number].utf8)
      return PIN(&bytes)
    }
    #expect(token.identity.label == scene.first.label)
    let questions = asked.withLock { $0 }
    #expect(questions.count == 4)
    #expect(questions[0] == "PIN of the token pkcs11:token=\(scene.first.label), part 1 of 2, by carl")
    #expect(questions[2].contains("That PIN was wrong (at least one wrong PIN since the last right one;"))
  }

  @Test func `a PIN is typed wrong three times at most, and one from a file once`() throws {
    let scene = try CustodyScene()
    let asked = Mutex(0)
    let typed = TokenChoice(
      id: "one", module: SoftHSM.modulePath, uri: "pkcs11:token=\(scene.first.label)", pin: .prompt)
    #expect(throws: CeremonyError.self) {
      _ = try HSMToken.open(typed, folder: scene.bench.folder) { _ throws(CeremonyError) in
        asked.withLock { $0 += 1 }
        var bytes = Array("00000000".utf8)
        return PIN(&bytes)
      }
    }
    #expect(asked.withLock { $0 } == 3)
    try scene.bench.write("wrong", "00000000", mode: 0o600)
    let filed = TokenChoice(id: "one", module: typed.module, uri: typed.uri, pin: .file("wrong"))
    #expect(throws: CeremonyError.self) { _ = try HSMToken.open(filed, folder: scene.bench.folder) }
  }

  @Test func `parts of a PIN belong to different people of the script`() throws {
    let scene = try CustodyScene()
    for (halves, expected) in [
      ("[{ custodian: carl }, { custodian: carl }]", "names a custodian twice"),
      ("[{ custodian: carl }]", "halves"),
    ] {
      let error = #expect(throws: CeremonyError.self) {
        _ = try Script(
          yaml: Array(
            try scene.script(
              CustodySteps.generate().replacing("    token: one\n", with: ""),
              tokens: "token: { module: /x, uri: \"pkcs11:token=a\", halves: \(halves) }"
            ).utf8))
      }
      #expect(error?.message.contains(expected) == true)
    }
  }
}
