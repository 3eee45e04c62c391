import Cryptography
import Evidence
import Foundation
import PKCS11
import Records
import SecretSharing
import TestSupport
import Testing
import TokenPool

@testable import KeyCeremony

/// Two tokens of SoftHSM, people, and ceremonies on them.
final class CustodyScene: Sendable {
  let bench: Bench
  let first: SoftHSM.Token
  let second: SoftHSM.Token

  init() throws {
    bench = try Bench()
    let softHSM = try SoftHSM.shared()
    let module = try softHSM.module()
    first = try softHSM.makeToken(module)
    second = try softHSM.makeToken(module)
  }

  var tokens: String {
    "tokens: " + "["
      + [("one", first), ("two", second)].map { id, token in
        "{ id: \(id), module: \(SoftHSM.modulePath), uri: \"pkcs11:token=\(token.label)\", pin-file: \(token.pinFile) }"
      }.joined(separator: ", ") + "]"
  }

  /// `$SO1` and `$SO2` in steps are the PIN files of the security officers.
  func script(_ steps: String, tokens: String? = nil) throws -> String {
    try AskingSteps.script(
      steps.replacing("$SO1", with: first.soPINFile).replacing("$SO2", with: second.soPINFile),
      tokens: tokens ?? self.tokens, approvals: "[]")
  }

  func ceremony(
    _ text: String, transcript: String = "transcript.jsonl", answers: [String: [String: String]] = [:],
    secrets: [String: [String: String]] = [:]
  ) throws -> Ceremony {
    let script = try Script(yaml: Array(text.utf8))
    let (room, people) = try RehearsalRoom.prepare(script.people, answers: answers, secrets: secrets)
    return Ceremony(
      script: script, folder: bench.folder, transcriptPath: bench.path(transcript), screen: bench.screen,
      clock: AskingSteps.Ticking().clock, conductor: room, people: people, rehearsal: false,
      openToken: HSMToken.open)
  }

  func run(
    _ steps: String, transcript: String = "transcript.jsonl", answers: [String: [String: String]] = [:],
    secrets: [String: [String: String]] = [:]
  ) async throws -> [Transcript.Line] {
    try await ceremony(try script(steps), transcript: transcript, answers: answers, secrets: secrets).run()
  }

  func failure(
    _ steps: String, transcript: String = "failed.jsonl", answers: [String: [String: String]] = [:],
    secrets: [String: [String: String]] = [:]
  ) async throws -> CeremonyError {
    let ceremony = try ceremony(try script(steps), transcript: transcript, answers: answers, secrets: secrets)
    do throws(CeremonyError) { _ = try await ceremony.run() } catch { return error }
    throw Bench.Missing(what: "a failure")
  }

  /// Carries a ceremony out, and gives back the share that Wanda was shown.
  func ceremonyKeepingShares(_ text: String) async throws -> String {
    let script = try Script(yaml: Array(text.utf8))
    let (room, people) = try RehearsalRoom.prepare(script.people)
    _ = try await Ceremony(
      script: script, folder: bench.folder, transcriptPath: bench.path("transcript.jsonl"), screen: bench.screen,
      clock: AskingSteps.Ticking().clock, conductor: room, people: people, rehearsal: false, openToken: HSMToken.open
    ).run()
    let share = try room.secret(Question("share-wanda", "", .line), step: "")
    return share.withBytes { String(decoding: Array($0), as: UTF8.self) }
  }

  /// A ceremony for real, whose people sign with keys that the script names, and what it left.
  func held(_ steps: String, outputs: [String] = []) async throws -> HeldCeremony {
    var text = try script(steps)
    let drawn = try Script(yaml: Array(text.utf8)).people
    let (room, people) = try RehearsalRoom.prepare(drawn)
    for (old, new) in zip(drawn.all, people.all) {
      let lines = [old, new].map { String(decoding: $0.publicKeyPEM, as: UTF8.self).split(separator: "\n") }
      for (before, after) in zip(lines[0], lines[1]) { text = text.replacing(before, with: after) }
    }
    let ceremony = Ceremony(
      script: try Script(yaml: Array(text.utf8)), folder: bench.folder, transcriptPath: bench.path("t"),
      screen: bench.screen, clock: AskingSteps.Ticking().clock, conductor: room, openToken: HSMToken.open)
    _ = try await ceremony.run()
    let files = CeremonyFiles(
      script: Array(text.utf8), transcript: try bench.bytes("t"),
      outputs: Dictionary(uniqueKeysWithValues: try outputs.map { ($0, try bench.bytes($0)) }))
    return HeldCeremony(
      bench: bench, files: files, room: room, token: FakeToken(now: Bench.now), ceremony: ceremony)
  }

  /// What is on a token, as lines.
  func objects(_ token: SoftHSM.Token) async throws -> [String] {
    let pool = try TokenPool(
      host: try ModuleHost.shared(modulePath: SoftHSM.modulePath),
      settings: TokenPool.Settings(uri: token.uri, pinFile: token.pinFile, lanes: 1))
    defer { pool.stop() }
    return try await pool.inventory().map { "\($0.objectClass) \($0.label)" }
  }

  /// The key that shares on media give.
  func recovered(_ files: [String]) throws -> [UInt8] {
    let shares = try files.map { try MnemonicShare(try ShareFile.read(bench.path($0))) }
    return try SLIP39.recover(shares).withBytes { Array($0) }
  }

  /// Opens a wrapped file with OpenSSL alone; gives the public key back.
  func openSSL(_ file: String, _ key: [UInt8]) async throws -> [UInt8] {
    let folder = URL(fileURLWithPath: bench.folder)
    let hex = key.map { String(format: "%02x", $0) }.joined()
    _ = try await ChildProcess.run(
      "openssl",
      ["enc", "-d", "-id-aes256-wrap-pad", "-K", hex, "-iv", "A65959A6", "-in", file, "-out", "\(file).der"], in: folder
    ).expect()
    _ = try await ChildProcess.run(
      "openssl",
      ["pkey", "-inform", "DER", "-in", "\(file).der", "-pubout", "-outform", "DER", "-out", "\(file).pub"], in: folder
    ).expect()
    return try bench.bytes("\(file).pub")
  }
}

extension [Transcript.Line] {
  func last(_ kind: RecordKind) -> JSONValue? { last { $0.record.kind == kind }?.record.value }
}

enum CustodySteps {
  static func generate(_ protection: String = "wrapped-backup") -> String {
    """
      - id: ca
        verb: generate-key
        token: one
        key: { type: ec, curve: P-384 }
        label: ca
        cka-id: "01"
        protection: \(protection)
        output: { public-key: ca.pub }

    """
  }

  static let backup = """
      - id: back
        verb: backup
        token: one
        key: ca
        method: shares
        threshold: 2
        custodians: [carl, cora, wanda]
        write-shares-to: { carl: carl.share, cora: cora.share }
        security-officer: { pin-file: $SO1 }
        output: { wrapped: ca.wrapped }

    """

  static func restore(_ verb: String = "restore", _ custodians: String = "[carl, cora]") -> String {
    """
      - id: again
        verb: \(verb)
        token: two
        wrapped: ca.wrapped
        public-key: ca.pub
        label: ca-restored
        cka-id: "02"
        custodians: \(custodians)
        read-shares-from: { carl: carl.share }

    """
  }
}
