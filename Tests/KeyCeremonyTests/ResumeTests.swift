import Cryptography
import Evidence
import Records
import TestSupport
import Testing
import TokenPool
import X509

@testable import KeyCeremony

/// Ceremonies that were interrupted, and what carries them on.
@Suite struct ResumeTests {
  private let bench: Bench
  private let root: String

  init() throws {
    bench = try Bench()
    root = try Repository.text("ceremonies/demo/01-root.yaml").replacing("ca-token.pin", with: "pin")
  }

  /// The transcript's text up to the last record that the cut keeps, as a kill leaves it.
  private func cut(after kind: RecordKind, torn: String = "") throws {
    let text = String(decoding: try bench.bytes("transcript.jsonl"), as: UTF8.self)
    let lines = text.split(separator: "\n")
    let index = try #require(lines.lastIndex { $0.contains("\"kind\":\"\(kind.rawValue)\"") })
    try bench.write("transcript.jsonl", lines[...index].joined(separator: "\n") + "\n" + torn)
  }

  @Test(arguments: [
    (RecordKind.ceremonyStarted, ""), (.tokenOpened, ""), (.keyIntent, ""), (.keyGenerated, "{\"half"),
    (.serialsReserved, ""), (.intent, ""), (.outcome, ""), (.outputWritten, "x"), (.stepDone, ""),
  ])
  func `a ceremony that was killed after any record ends right, with one key`(
    kind: RecordKind, torn: String
  ) async throws {
    let token = FakeToken(now: Bench.now)
    _ = try await bench.ceremony(root, on: token).run()
    try cut(after: kind, torn: torn)
    let early: Set<RecordKind> = [.ceremonyStarted, .tokenOpened, .keyIntent]
    if early.contains(kind) { token.forget() }
    if kind != .outputWritten, kind != .stepDone { try bench.remove("root.pem") }
    let lines = try await bench.ceremony(root, on: token).resume()
    #expect(token.labels == ["sealgate-demo-root"])
    let certificate = try Certificate(pem: String(decoding: try bench.bytes("root.pem"), as: UTF8.self))
    #expect(
      certificate.tbsCertificate.subjectPublicKeyInfo.derBytes == (try token.keyPair(label: "sealgate-demo-root").spki))
    #expect(lines.last?.record.kind == .ceremonyClosed)
    let resumed = try #require(lines.first { $0.record.kind == .ceremonyResumed }?.record.value)
    #expect(resumed["torn"] == .string(torn.isEmpty ? "" : (torn == "x" ? "eA==" : "eyJoYWxm")))
    // An intent without its end is written off by name.
    #expect(lines.count { $0.record.kind == .intentAbandoned } == (kind == .intent ? 1 : 0))
  }

  @Test func `a closed ceremony, another script and another key are not carried on`() async throws {
    let token = FakeToken(now: Bench.now)
    _ = try await bench.ceremony(root, on: token).run()
    func refusal(_ script: String) async throws -> String {
      let ceremony = try bench.ceremony(script, on: token)
      do throws(CeremonyError) { _ = try await ceremony.resume() } catch { return error.message }
      return "carried on"
    }
    #expect(try await refusal(root) == "the ceremony is closed: there is nothing to carry on")
    try cut(after: .stepDone)
    #expect(try await refusal(root + "# another\n") == "the transcript is of another script")
    token.forget()
    _ = try token.generate(.ec(.p384), label: "sealgate-demo-root", id: [0x53, 0x01])
    #expect(try await refusal(root).contains("is not the one that step root-key made"))
  }

  @Test func `a medium that takes not even the first record leaves nothing, and a clean run ends right`() async throws {
    let token = FakeToken(now: Bench.now)
    let full = Saboteur(.diskFull, at: 2)
    let failing = try bench.ceremony(root, on: token, writeGate: full.writeGate)
    let error = try #require(await CeremonyOutcome.of(failing.run).error)
    #expect(full.struck && error.message.hasSuffix("\nnothing was done; left behind: nothing"), "\(error.message)")
    #expect(!bench.exists("transcript.jsonl") && token.labels.isEmpty)
    #expect(try await bench.ceremony(root, on: token).run().last?.record.kind == .ceremonyClosed)
  }

  @Test(arguments: ["", "{\"half"])
  func `a transcript without a whole record is not carried on, and says what to do`(text: String) async throws {
    try bench.write("transcript.jsonl", text)
    let outcome = await CeremonyOutcome.of(try bench.ceremony(root, on: FakeToken(now: Bench.now)).resume)
    let error = try #require(outcome.error)
    #expect(error.message.contains("holds no record") && error.hint == "remove it, and 'run' the script anew")
  }

  @Test func `an output that was altered meanwhile stops the resumption`() async throws {
    let token = FakeToken(now: Bench.now)
    _ = try await bench.ceremony(root, on: token).run()
    try cut(after: .stepDone)
    try bench.write("root.pem", "other")
    await #expect {
      _ = try await bench.ceremony(root, on: token).resume()
    } throws: { ($0 as? CeremonyError)?.message.contains("is gone or altered") == true }
  }

  @Test func `a clock that is set between two looks is noticed once`() {
    var watch = ClockWatch()
    let looks: [(day: Int64, running: Int64)] = [(0, 0), (60, 60), (50, 61), (51, 62)]
    var jumps: [Double?] = []
    for look in looks {
      jumps.append(watch.jump(now: Bench.now.adding(seconds: look.day), monotonic: look.running * 1_000_000_000))
    }
    #expect(jumps == [nil, nil, -11, nil])
  }
}
