import Evidence
import Foundation
import Records
import Testing
import X509

@testable import KeyCeremony

/// Keys that were on the token before, and the choice on record of whether they may leave.
@Suite struct TokenKeyTests {
  private func script(_ steps: String) -> String { StatusScripts.script(steps, kind: "subordinate") }

  private func request(_ more: String) -> String {
    """
      - id: request
        verb: certification-request
        key: { token-key: kept\(more) }
        subject: { country: SE, organization: Test AB, organization-identifier: NTRSE-5560000001, common-name: Kept }
        signature: ecdsa-sha384
        output: { request: kept.csr }

    """
  }

  @Test(arguments: [
    ("never-extractable", "", nil), ("never-extractable", ", protection: never-extractable", nil),
    ("wrapped-backup", ", protection: wrapped-backup", nil),
    ("wrapped-backup", "", "attestation.extractableWrapped is true"),
    ("never-extractable", ", protection: wrapped-backup", "the key kept is not one under wrapped backup"),
  ])
  func `a key is judged by the choice that its generation has on record`(
    made: String, named: String, refused: String?
  ) async throws {
    let bench = try Bench()
    let token = FakeToken(now: Bench.now)
    let generate = StatusScripts.key("kept", "01").replacing("cka-id", with: "protection: \(made), cka-id")
    let first = StatusScripts.script(generate, kind: "maintenance")
    _ = try await bench.ceremony(first, on: token, transcript: "made").run()
    let text = script(request(named))
    guard let refused else {
      _ = try await bench.ceremony(text, on: token, transcript: "t").run()
      #expect(bench.exists("kept.csr"))
      let files = CeremonyFiles(
        script: Array(text.utf8), transcript: try bench.bytes("t"), outputs: ["kept.csr": try bench.bytes("kept.csr")])
      #expect(Audit.verdict(on: files).findings.filter { $0.severity == .error } == [])
      let read = try Script(yaml: Array(text.utf8)).planText
      #expect(read.contains("under wrapped backup") == (made == "wrapped-backup"))
      return
    }
    let error = try await bench.failure(text, on: token, transcript: "t")
    #expect(error.message.contains(refused), "\(error)")
    #expect(!bench.exists("kept.csr"))
  }

  @Test func `a protection is named of keys on the token alone`() throws {
    let text = script(
      request("").replacing("{ token-key: kept }", with: "{ request: a.csr, protection: wrapped-backup }"))
    let error = #expect(throws: CeremonyError.self) { _ = try Script(yaml: Array(text.utf8)) }
    #expect(error?.message.contains("does not apply without token-key") == true)
  }

  @Test func `a token that is opened has both clocks on record`() async throws {
    let held = try await HeldCeremony.root()
    let lines = try Transcript.verified(held.files.transcript)
    let opened = try #require(lines.last(.tokenOpened))
    guard case .integer(let value)? = opened["monotonic"] else { throw Bench.Missing(what: "a monotonic time") }
    #expect(value > 0)
    let backwards = try held.forged { drafts in
      let index = try drafts.place(.tokenOpened)
      drafts[index].body = drafts[index].body.setting("monotonic", .integer(-1))
    }
    #expect(backwards.verdict.findings.contains { $0.what == "the monotonic clock ran backwards" })
  }
}
