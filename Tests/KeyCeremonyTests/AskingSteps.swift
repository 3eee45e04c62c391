import Evidence
import Records
import Synchronization
import Testing

@testable import KeyCeremony

/// A maintenance ceremony whose steps only ask and look, with people whose keys are made for the test.
struct AskingSteps {
  /// The clock moves on by a second with each look, as in a room.
  final class Ticking: Sendable {
    private let seconds = Mutex<Int64>(0)

    var clock: CeremonyClock {
      CeremonyClock(
        now: { [self] in Bench.now.adding(seconds: next()) }, monotonic: { [self] in at() * 1_000_000_000 })
    }

    private func next() -> Int64 {
      seconds.withLock { value in
        value += 1
        return value
      }
    }

    private func at() -> Int64 { seconds.withLock { $0 } }
  }

  static let people = [
    ("ada", "Ada Example", "ceremony-administrator"), ("sofia", "Sofia Example", "security-officer"),
    ("carl", "Carl Example", "custodian"), ("cora", "Cora Example", "custodian"),
    ("wanda", "Wanda Example", "external-witness"),
  ]

  /// A script of these steps, two spaces of indentation before each dash.
  static func script(
    _ steps: String, tokens: String? = nil, approvals: String = "[{ role: security-officer }]"
  ) throws -> String {
    var text = """
      schema: 1
      ceremony: { name: Test maintenance, purpose: A test, kind: maintenance }
      \(tokens ?? "token: { module: /usr/lib/softhsm/libsofthsm2.so, uri: \"pkcs11:token=fake\", pin-file: pin }")
      people:

      """
    for (id, name, role) in people {
      text += "  - id: \(id)\n    name: \(name)\n    roles: [\(role)]\n    public-key: |\n"
      text += try SoftwareKeys.new().split(separator: "\n").map { "      \($0)\n" }.joined()
      text += "    signs-with: { key-file: \(id).key }\n"
    }
    return text + "approvals: \(approvals)\nsteps:\n\(steps)\n"
  }

  let bench: Bench
  let text: String
  var answers: [String: [String: String]] = [:]
  var rehearsal = false
  var token: any CeremonyToken = FakeToken(now: Bench.now)

  init(_ bench: Bench, _ steps: String, tokens: String? = nil) throws {
    self.bench = bench
    text = try AskingSteps.script(steps, tokens: tokens)
  }

  func ceremony() throws -> Ceremony {
    let script = try Script(yaml: Array(text.utf8))
    let (room, people) = try RehearsalRoom.prepare(script.people, answers: answers)
    return Ceremony(
      script: script, folder: bench.folder, transcriptPath: bench.path("transcript.jsonl"), screen: bench.screen,
      clock: Ticking().clock, conductor: room, people: people, rehearsal: rehearsal,
      openToken: { [token] _, _ throws(CeremonyError) in token })
  }

  func run() async throws -> [Transcript.Line] { try await ceremony().run() }

  func failure() async throws -> CeremonyError {
    let ceremony = try ceremony()
    do throws(CeremonyError) { _ = try await ceremony.run() } catch { return error }
    throw Bench.Missing(what: "a failure")
  }

  /// The bodies of all `witnessed` records on disk.
  func witnessed() throws -> [JSONValue] {
    try Transcript.verified(try bench.bytes("transcript.jsonl"))
      .filter { $0.record.kind == .witnessed }.compactMap(\.record.value)
  }

  /// The transcript up to the first record of a kind, as a kill leaves it.
  func cut(after kind: RecordKind) throws {
    let lines = String(decoding: try bench.bytes("transcript.jsonl"), as: UTF8.self).split(separator: "\n")
    let index = try #require(lines.firstIndex { $0.contains("\"kind\":\"\(kind.rawValue)\"") })
    try bench.write("transcript.jsonl", lines[...index].joined(separator: "\n") + "\n")
  }
}
