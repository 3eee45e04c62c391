import Evidence
import Foundation
import PKCS11
import Records
import TestSupport
import Testing
import TokenPool

@testable import KeyCeremony

/// `generate-key` with `purpose: wrapping`, on SoftHSM.
@Suite struct WrappingKeyStepTests {
  private static func step(_ more: String = "") -> String {
    """
      - id: wrap
        verb: generate-key
        token: one
        key: { type: aes, bits: 256 }
        label: wrapper
        cka-id: "0A"
        purpose: wrapping
    \(more)
    """
  }

  private static let officer = "    security-officer: { pin-file: $SO1 }\n"

  private func attributes(_ lines: [Transcript.Line], _ name: String) -> String? {
    lines.last(.wrappingKeyGenerated)?["attributes"]?[name]?.text
  }

  @Test(arguments: [false, true])
  func `a key is made that wraps and does nothing else, trusted where the officer's PIN is given`(
    trusted: Bool
  ) async throws {
    let scene = try CustodyScene()
    let held = try await scene.held(Self.step(trusted ? Self.officer : ""))
    let lines = try Transcript.verified(held.files.transcript)
    let made = try #require(lines.last(.wrappingKeyGenerated))
    #expect(made["key"]?.text == "AES-256" && made["purpose"]?.text == "wrapping" && made["publicKey"] == nil)
    for (name, value) in [
      ("LOCAL", "true"), ("SENSITIVE", "true"), ("ALWAYS_SENSITIVE", "true"), ("EXTRACTABLE", "false"),
      ("NEVER_EXTRACTABLE", "true"), ("WRAP", "true"), ("UNWRAP", "true"), ("TRUSTED", trusted ? "true" : "false"),
      ("PRIVATE", trusted ? "false" : "true"),
    ] {
      #expect(attributes(lines, "CKA_\(name)") == value, "\(name)")
    }
    // Three bytes of a zero block under the key (PKCS#11, CKA_CHECK_VALUE).
    let value = try #require(made["checkValue"]?.text)
    #expect(value.utf8.count == 6)
    #expect(try await scene.objects(scene.first) == ["secret-key wrapper"])
    let errors = held.verdict.findings.filter { $0.severity == .error }
    #expect(errors == [])
    let unproven = held.verdict.findings.filter { $0.what.contains("not proven") }.map(\.what)
    #expect(unproven.contains { $0.contains("without the user's PIN") } == trusted, "\(unproven)")

    guard case .readable(let report) = Audit.examined(held.files) else { throw Bench.Missing(what: "a report") }
    let key = try #require(report.json["keys"]?.elements?.first)
    #expect(key["algorithm"]?.text == "AES-256" && key["size"] == .integer(256) && key["checkValue"]?.text == value)
    #expect(key["purpose"]?.text == "wrapping" && key["preGenerated"] == .bool(false))
    #expect(ReportPage(report: report.json).html.contains("<th>Check value</th>"))

    let expected = ExpectedKey.of(try Script(yaml: held.files.script))
    let pool = try TokenPool(
      host: try ModuleHost.shared(modulePath: SoftHSM.modulePath),
      settings: TokenPool.Settings(uri: scene.first.uri, pinFile: scene.first.pinFile, lanes: 1))
    defer { pool.stop() }
    let objects = try await pool.inventory()
    #expect(ExpectedKey.differences(expected, objects) == [])
    #expect(objects.first?.json["checkValue"]?.text == value && objects.first?.bits == 256)
    #expect(ExpectedKey.differences(expected, []) == ["key wrapper: 0 secret objects, must be one"])
  }

  @Test func `what is on record of a wrapping key is what the script asks for, or it is found`() async throws {
    let held = try await CustodyScene().held(Self.step())
    for (expected, member, value) in [
      ("not the one that the script asks for", "label", JSONValue.string("other")),
      ("CKA_EXTRACTABLE is unknown, must be false", "attributes", .object([:])),
    ] {
      let forged = try held.forged { drafts in
        let index = try drafts.place(.wrappingKeyGenerated)
        drafts[index].body = drafts[index].body.setting(member, value)
      }
      #expect(forged.verdict.findings.contains { $0.severity == .error && $0.what.contains(expected) })
    }
    let without = try held.forged { $0.remove(at: try $0.place(.wrappingKeyGenerated)) }
    #expect(without.verdict.findings.contains { $0.what == "step wrap is done without a key on record" })
  }

  @Test(arguments: [RecordKind.keyIntent, .wrappingKeyGenerated], [false, true])
  func `a wrapping key that was made by an interrupted run is taken, and not made again`(
    kind: RecordKind, isLost: Bool
  ) async throws {
    let scene = try CustodyScene()
    let text = try scene.script(Self.step(Self.officer))
    let first = try await scene.ceremony(text).run()
    let all = String(decoding: try scene.bench.bytes("transcript.jsonl"), as: UTF8.self).split(separator: "\n")
    let index = try #require(all.firstIndex { $0.contains("\"kind\":\"\(kind.rawValue)\"") })
    try scene.bench.write("transcript.jsonl", all[...index].joined(separator: "\n") + "\n")
    if isLost {
      let session = try Session(try SoftHSM.shared().module(), slot: scene.first.slot, readWrite: true)
      try remove("wrapper", session, scene.first.pinFile)
    }
    let second = try await scene.ceremony(text).resume()
    #expect(try await scene.objects(scene.first) == ["secret-key wrapper"])
    let values = [first, second].map { $0.last(.wrappingKeyGenerated)?["checkValue"]?.text }
    #expect((values[0] == values[1]) == !isLost)
    #expect(second.last(.ceremonyClosed) != nil)
  }

  private func remove(_ label: String, _ session: borrowing Session, _ pinFile: String) throws {
    let pin = try PIN(file: pinFile)
    try session.login(.user, pin: pin)
    for object in try session.find([Attribute(.label, label)]) { try session.destroy(object) }
    try session.logout()
  }

  @Test(arguments: [
    ("{ type: aes, bits: 256 }", "{ type: ec, curve: P-384 }", "aes, as the key wraps others"),
    ("bits: 256", "bits: 128", "256"), ("purpose: wrapping", "purpose: wraping", "key.type"),
    ("purpose: wrapping", "purpose: wrapping\n    protection: wrapped-backup", "protection"),
    ("purpose: wrapping", "purpose: ca", "key.type"),
  ])
  func `a script cannot ask for a wrapping key of another kind`(old: String, new: String, expected: String) throws {
    let text = try CustodyScene().script(Self.step().replacing(old, with: new))
    let error = #expect(throws: CeremonyError.self) { _ = try Script(yaml: Array(text.utf8)) }
    #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
  }

  @Test func `two keys of one script have names of their own, whatever they are`() throws {
    let pair = CustodySteps.generate().replacing("label: ca", with: "label: wrapper")
    let text = try CustodyScene().script(Self.step() + "\n" + pair)
    let error = #expect(throws: CeremonyError.self) { _ = try Script(yaml: Array(text.utf8)) }
    #expect(error?.message.contains("\"wrapper\" is the label of steps[0] already") == true)
  }
}
