import Evidence
import Records
import Synchronization
import Testing

@testable import KeyCeremony

/// Who may approve what, and that nothing is done without.
@Suite struct ApprovalTests {
  /// A root ceremony with three people. The keys in it are replaced by those of the rehearsal.
  static func script(approvals: String = "[{ role: security-officer }, { role: custodian, count: 2 }]") throws -> String
  {
    var text = try Repository.text("ceremonies/demo/01-root.yaml").replacing("ca-token.pin", with: "pin")
    var people = "people:\n"
    let entries = [
      ("sofia", "Sofia Example", "security-officer"), ("carl", "Carl Example", "custodian"),
      ("cora", "Cora Example", "custodian"), ("wanda", "Wanda Example", "external-witness"),
    ]
    for (id, name, role) in entries {
      let key = try SoftwareKeys.new()
      people += "  - id: \(id)\n    name: \(name)\n    roles: [\(role)]\n    public-key: |\n"
      people += key.split(separator: "\n").map { "      \($0)\n" }.joined()
      people += "    signs-with: { key-file: \(id).key }\n"
    }
    text = text.replacing("\nsteps:\n", with: "\n\(people)\napprovals: \(approvals)\n\nsteps:\n")
    return text
  }

  private func ceremony(_ bench: Bench, _ text: String, room: some Conductor, _ people: People?) throws -> Ceremony {
    Ceremony(
      script: try Script(yaml: Array(text.utf8)), folder: bench.folder, transcriptPath: bench.path("transcript.jsonl"),
      screen: bench.screen, clock: Bench.clock, conductor: room, people: people, rehearsal: true,
      openToken: { [token = FakeToken(now: Bench.now)] _, _ throws(CeremonyError) in token })
  }

  @Test func `each step is approved by the people that the script asks for, and the end is signed`() async throws {
    let bench = try Bench()
    let text = try Self.script()
    let (room, people) = try RehearsalRoom.prepare(try Script(yaml: Array(text.utf8)).people)
    let lines = try await ceremony(bench, text, room: room, people).run()
    let approvals = lines.filter { $0.record.kind == .stepApproved }
    #expect(approvals.count == 6)
    for line in lines where [.stepApproved, .transcriptSigned].contains(line.record.kind) {
      let recorded = try #require(line.record.value.flatMap { RecordedSignature($0, people: people) })
      #expect(recorded.statement.transcript == line.record.previous)
    }
    #expect(
      lines.filter { $0.record.kind == .transcriptSigned }.compactMap { $0.record.value?["person"]?.text }
        == ["sofia", "wanda"])
  }

  @Test func `a signature by another key than the script names stops the ceremony before the token is asked`()
    async throws
  {
    let bench = try Bench()
    let text = try Self.script()
    let (room, _) = try RehearsalRoom.prepare(try Script(yaml: Array(text.utf8)).people)
    // The script's own people: their keys are not the room's.
    let ceremony = try ceremony(bench, text, room: room, nil)
    do throws(CeremonyError) {
      _ = try await ceremony.run()
      Issue.record("nobody noticed")
    } catch {
      #expect(error.message.contains("is not by the key of Sofia Example"), "\(error)")
    }
    let kinds = try Transcript.verified(try bench.bytes("transcript.jsonl")).map(\.record.kind)
    #expect(!kinds.contains(.keyIntent))
  }

  @Test(arguments: [
    ("[{ role: custodian, count: 3 }]", "approvals: there are not enough different people for custodian"),
    ("[{ role: internal-auditor }]", "approvals: there are not enough different people for internal auditor"),
  ])
  func `a quorum that cannot be reached is refused when the script is read`(list: String, expected: String) throws {
    #expect {
      _ = try Script(yaml: Array(try Self.script(approvals: list).utf8))
    } throws: { ($0 as? CeremonyError)?.message == expected }
  }

  @Test func `roles that exclude each other, one key for two, and a real ceremony without people are refused`() throws {
    let good = try Self.script()
    func message(_ text: String) -> String {
      do throws(CeremonyError) { _ = try Script(yaml: Array(text.utf8)) } catch { return error.message }
      return "accepted"
    }
    #expect(message(good) == "accepted")
    #expect(
      message(good.replacing("[external-witness]", with: "[external-witness, custodian]"))
        .contains("nobody is external witness and custodian at once"))
    let keys = good.split(separator: "    public-key: |\n").dropFirst().map { $0.split(separator: "    signs-with")[0] }
    #expect(
      message(good.replacing(keys[1], with: keys[0])).contains("is sofia's already; two people have two keys"))
    let real = try Repository.text("ceremonies/demo/01-root.yaml").replacing("demo: true", with: "demo: false")
    #expect(message(real).hasPrefix("people: missing"))
  }

  @Test func `the same person never counts twice, in whatever role`() throws {
    let key = try SoftwareKeys.key()
    let both = Person(
      id: "a", name: "A", organization: nil, roles: [.securityOfficer, .custodian], key: key, device: .keyFile("a"))
    var quorum = Quorum([ApprovalRequirement(.securityOfficer), ApprovalRequirement(.custodian)])
    let first = quorum.offer(both, as: .securityOfficer)
    let second = quorum.offer(both, as: .custodian)
    #expect(first == .counted && second == .countedBefore && !quorum.isComplete)
    #expect(Quorum.unreachable(quorum.requirements, among: People([both])) == .custodian)
  }
}
