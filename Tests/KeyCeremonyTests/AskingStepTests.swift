import Cryptography
import Evidence
import Records
import Testing

@testable import KeyCeremony

/// Steps that ask people and look at things, and make nothing on a token.
@Suite struct AskingStepTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  // MARK: clock-check

  private static let clock = "  - { id: clock, verb: clock-check, witness: external-witness, tolerance-seconds: 30 }"

  @Test(arguments: [
    ("2026-11-20 12:00:00", nil), ("2026-11-20T12:00:30Z", nil),
    ("2026-11-20 11:58:00", "differ by 1"), ("2026-11-19 12:00:00", "differ by 86"), ("12:00", "does not answer"),
  ])
  func `a clock that differs by more than the limit stops the ceremony, and the difference is on record`(
    told: String, problem: String?
  ) async throws {
    var steps = try AskingSteps(bench, Self.clock)
    steps.answers = ["clock": ["time": told, "clock": "a radio clock"]]
    if let problem {
      let error = try await steps.failure()
      #expect(error.kind == .refused && error.message.contains(problem), "\(error)")
    } else {
      _ = try await steps.run()
    }
    guard problem != "does not answer" else { return }
    let found = try #require(try steps.witnessed().first)
    #expect(found["witness"] == .string("wanda") && found["clock"] == .string("a radio clock"))
    guard case .integer(let difference)? = found["differenceSeconds"] else { throw Bench.Missing(what: "difference") }
    #expect((abs(difference) <= 30) == (problem == nil))
    #expect((found["refused"] != nil) == (problem != nil))
  }

  @Test(arguments: ["12:00:00", "2026-11-20", "2026-13-20 12:00:00", "2026-11-20 12:00", "", "2026-11-20 12:00:00+01"])
  func `what is no time of day in UTC is no reading of a clock`(text: String) {
    #expect(ClockReading.time(text) == nil)
    #expect(ClockReading.time("2026-11-20 12:00:00") == Bench.now)
  }

  // MARK: accept-device

  private static let device = """
      - id: accept
        verb: accept-device
        device: HSM 1
        delivery: [{ id: courier, ask: Who delivered it?, record: true }]
        seals: [{ id: seal, ask: Number of the seal?, expect: A-17 }]
        tamper: [{ id: case, ask: Is the case without scratches?}]
    """

  @Test(arguments: [
    (["courier": "DHL", "seal": "A-17", "case": "yes"], nil),
    (["courier": "DHL", "seal": "A-71", "case": "yes"], "\"Number of the seal?\" was answered \"A-71\""),
    (["courier": "DHL", "seal": "A-17", "case": "no"], "\"Is the case without scratches?\" was answered \"no\""),
    (["courier": "DHL", "seal": "A-17", "case": "perhaps"], "does not answer"),
  ])
  func `a device with one bad answer is not accepted, and the answers are on record`(
    answers: [String: String], problem: String?
  ) async throws {
    var steps = try AskingSteps(bench, Self.device)
    steps.answers = ["accept": answers]
    if let problem {
      let error = try await steps.failure()
      #expect(error.message.contains(problem), "\(error)")
    } else {
      _ = try await steps.run()
      let found = try #require(try steps.witnessed().first)
      #expect(found["answers"]?.elements?.compactMap { $0["answer"]?.text } == ["DHL", "A-17", "yes"])
    }
    if let problem, problem.contains("was answered") {
      #expect(try steps.witnessed().last?["refused"]?.text?.contains(problem) == true)
    }
  }

  @Test func `a device that was refused is asked for again by the resumption`() async throws {
    var steps = try AskingSteps(bench, Self.device)
    steps.answers = ["accept": ["courier": "DHL", "seal": "A-71"]]
    let script = try steps.ceremony()
    let error = try #require(await failure(of: script))
    #expect(error.hint?.contains("resume") == true)
    let room = try #require(script.conductor as? RehearsalRoom)
    let better = RehearsalRoom(
      keys: room.keys, answers: ["accept": ["courier": "DHL", "seal": "A-17", "case": "yes"]], secrets: [:])
    let again = Ceremony(
      script: script.script, folder: bench.folder, transcriptPath: script.transcriptPath, screen: bench.screen,
      clock: script.clock, conductor: better, people: script.people, openToken: script.openToken)
    let lines = try await again.resume()
    #expect(lines.contains { $0.record.kind == .ceremonyClosed })
    #expect(try steps.witnessed().count == 2)
  }

  private func failure(of ceremony: Ceremony) async -> CeremonyError? {
    do throws(CeremonyError) { _ = try await ceremony.run() } catch { return error }
    return nil
  }

  // MARK: pause and statement

  private static let pause = """
      - id: night
        verb: pause
        reason: The night
        guard: security-officer
        bags: [the bag with the token]
    """

  @Test(arguments: [("S1", nil), ("S2", "a seal is not the one that was put on: S2, not S1")])
  func `a pause ends only with the seals that it began with`(found: String, problem: String?) async throws {
    var steps = try AskingSteps(bench, Self.pause)
    steps.answers = ["night": ["sealed-1": "S1", "found-1": found]]
    if let problem {
      #expect(try await steps.failure().message.hasPrefix(problem))
    } else {
      _ = try await steps.run()
    }
    let phases = try steps.witnessed().map { $0["phase"]?.text }
    #expect(phases == ["paused", "continued"])
    #expect(try steps.witnessed().last?["guard"] == .string("sofia"))
  }

  @Test func `a ceremony that was killed in a pause asks for the seals again`() async throws {
    let steps = try AskingSteps(bench, Self.pause)
    let ceremony = try steps.ceremony()
    _ = try await ceremony.run()
    try steps.cut(after: .witnessed)
    let lines = try await ceremony.resume()
    #expect(lines.filter { $0.record.kind == .witnessed }.count == 3)
    #expect(lines.contains { $0.record.kind == .ceremonyClosed })
  }

  private static let statement = """
      - id: says
        verb: statement
        by: external-witness
        text: I saw the whole ceremony.
        words: I saw it
    """

  @Test func `a statement is approved by the role that makes it, over its text`() async throws {
    let steps = try AskingSteps(bench, Self.statement)
    let ceremony = try steps.ceremony()
    let lines = try await ceremony.run()
    let approvals = lines.filter { $0.record.kind == .stepApproved }.compactMap(\.record.value)
    #expect(approvals.map { $0["person"] } == [.string("wanda")])
    #expect(lines.first { $0.record.kind == .witnessed }?.record.value?["typed"] == .string("I saw it"))
    let other = try AskingSteps(bench, Self.statement.replacing("the whole", with: "half of the"))
    #expect(approvals.first?["inputs"] != nil)
    let plans = [steps.text, other.text].compactMap { try? Script(yaml: Array($0.utf8)).steps.first?.plan }
    #expect(plans.count == 2 && plans.first != plans.last)
  }

  @Test func `words that are not typed exactly make no statement`() async throws {
    var steps = try AskingSteps(bench, Self.statement)
    steps.answers = ["says": ["words": "i saw it"]]
    #expect(try await steps.failure().message.contains("does not answer"))
    // The role signs whoever else has to.
    for (more, roles) in [("[]", [Role.externalWitness]), ("[{ role: custodian }]", [.custodian, .externalWitness])] {
      let text = try AskingSteps.script(Self.statement + "\n    approve: \(more)")
      #expect(try Script(yaml: Array(text.utf8)).steps.first?.head.approvals?.map(\.role) == roles)
    }
  }

  // MARK: the plan

  @Test func `every step that asks says in its plan what it will ask`() throws {
    let text = try AskingSteps.script(
      [Self.clock, Self.device, Self.pause, Self.statement].joined(separator: "\n"))
    let plan = try Script(yaml: Array(text.utf8)).planText
    for line in [
      "  compare  this machine's clock with one that the external witness reads",
      "refuse   a difference of more than 30 s",
      "seals     Number of the seal? (\"A-17\")", "tamper    Is the case without scratches? (yes)",
      "guarded by  security officer", "statement by  external witness", "type          I saw it",
    ] { #expect(plan.contains(line), "\(line) is not in\n\(plan)") }
  }
}
