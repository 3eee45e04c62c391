import Cryptography
import Evidence
import Records
import Testing

@testable import KeyCeremony

/// Files that come and go on media, that are attached, and that are looked at in the end.
@Suite struct MediaStepTests {
  private let bench: Bench

  init() throws { bench = try Bench() }

  private static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  private func media(_ direction: String, _ more: String) -> String {
    "  - { id: carry, verb: media, direction: \(direction), medium: USB stick A12, file: it, \(more) }"
  }

  @Test func `a file that comes in is read aloud by its digest and copied`() async throws {
    try bench.write("it", "abc")
    let steps = try AskingSteps(bench, media("in", "sha256: \(Self.abc), copy-to: copy"))
    let ceremony = try steps.ceremony()
    let lines = try await ceremony.run()
    let found = try #require(try steps.witnessed().first)
    #expect(found["contentSHA256"] == .string(Self.abc) && found["medium"] == .string("USB stick A12"))
    // The last byte, 0xad, at an odd place.
    #expect(found["typed"] == .string("perceptive"))
    #expect(try bench.bytes("copy") == Array("abc".utf8))
    let output = try #require(lines.first { $0.record.kind == .outputWritten }?.record.value)
    #expect(output["contentSHA256"] == .string(Self.abc))
    // Killed before the copy was on record: it is there, and is taken.
    try steps.cut(after: .witnessed)
    #expect(try await ceremony.resume().contains { $0.record.kind == .ceremonyClosed })
  }

  @Test func `a file with another digest than the script's is refused before it is copied`() async throws {
    try bench.write("it", "abd")
    let wrong = try AskingSteps(bench, media("in", "sha256: \(Self.abc), copy-to: copy"))
    #expect(try await wrong.failure().message.contains("steps[0].sha256: "))
    #expect(!bench.exists("transcript.jsonl"))
    // As it is where the medium comes only once the ceremony runs.
    try bench.remove("it")
    let late = try AskingSteps(
      bench, Self.pause + media("in", "sha256: \(Self.abc), copy-to: copy"))
    let ceremony = try late.ceremony()
    let room = try #require(ceremony.conductor as? RehearsalRoom)
    let writing = WritingRoom(room: room) { [bench] in try? bench.write("it", "abd") }
    let error = try await #require(failure(of: ceremony, in: writing))
    #expect(error.message.contains("and the script expects \(Self.abc)"), "\(error)")
    #expect(!bench.exists("copy"))
  }

  private static let pause = "  - { id: wait, verb: pause, reason: The medium, guard: security-officer }\n"

  /// Does something when the first question comes.
  private struct WritingRoom: Conductor {
    let room: RehearsalRoom
    let act: @Sendable () -> Void

    func turn(to page: StepPage) -> PageAnswer { .goOn }

    func ask(_ question: Question, step: String) throws(CeremonyError) -> String {
      act()
      return try room.ask(question, step: step)
    }

    func secret(_ question: Question, step: String) throws(CeremonyError) -> SecretBytes {
      try room.secret(question, step: step)
    }

    func reveal(_ secret: borrowing SecretBytes, to person: Person, _ title: String, step: String) {}

    func signature(over statement: SignedStatement, by person: Person) throws(CeremonyError) -> StatementSignature {
      try room.signature(over: statement, by: person)
    }
  }

  private func failure(of ceremony: Ceremony, in room: some Conductor) async -> CeremonyError? {
    let other = Ceremony(
      script: ceremony.script, folder: bench.folder, transcriptPath: ceremony.transcriptPath, screen: bench.screen,
      clock: ceremony.clock, conductor: room, people: ceremony.people, openToken: ceremony.openToken)
    do throws(CeremonyError) { _ = try await other.run() } catch { return error }
    return nil
  }

  @Test func `what nobody has written does not go out`() async throws {
    let steps = try AskingSteps(bench, media("out", "copy-to: copy"))
    #expect(try await steps.failure().message.contains("no earlier step writes \"it\""))
    try bench.write("it", "abc")
    _ = try await steps.run()
    #expect(try bench.bytes("copy") == Array("abc".utf8))
  }

  @Test(arguments: [false, true])
  func `a file is attached by its digest, and by its content where the script says so`(keep: Bool) async throws {
    try bench.write("photo", "abc")
    let steps = try AskingSteps(
      bench, "  - { id: photo, verb: attach, file: photo, about: Seal A-17, keep: \(keep) }")
    let line = try #require(try await steps.run().first { $0.record.kind == .witnessed })
    #expect(line.record.value?["contentSHA256"] == .string(Self.abc))
    #expect(line.blobs.map(\.content) == (keep ? [Array("abc".utf8)] : []))
    #expect(bench.shown.contains("ba7816bf 8f01cfea 414140de 5dae2223"))
  }

  @Test func `a transcript keeps no file that is too long for it`() async throws {
    try bench.write("photo", String(repeating: "a", count: Attach.keptAtMost + 1))
    let steps = try AskingSteps(bench, "  - { id: photo, verb: attach, file: photo, about: Seal, keep: true }")
    #expect(try await steps.failure().message.contains("and a transcript keeps 4194304"))
  }

  private var ending: String {
    media("in", "copy-to: copy")
      + "\n  - { id: end, verb: close, hand-over: [{ item: USB stick A12, to: carl }, { item: copy, to: wanda }] }"
  }

  @Test func `the last look lists every output with its digest and who takes what`() async throws {
    try bench.write("it", "abc")
    let steps = try AskingSteps(bench, ending)
    _ = try await steps.run()
    let found = try #require(try steps.witnessed().last)
    #expect(found["outputs"]?.elements?.map { $0["contentSHA256"] } == [.string(Self.abc)])
    #expect(found["handedOver"]?.elements?.map { $0["person"]?.text } == ["carl", "wanda"])
  }

  @Test func `an output that was changed before the last look stops the ceremony`() async throws {
    try bench.write("it", "abc")
    let steps = try AskingSteps(bench, ending)
    let ceremony = try steps.ceremony()
    let room = try #require(ceremony.conductor as? RehearsalRoom)
    let spoiling = WritingRoom(room: room) { [bench] in
      if bench.exists("copy") { try? bench.write("copy", "abd") }
    }
    let error = try #require(await failure(of: ceremony, in: spoiling))
    #expect(error.message.contains("copy is not as it was written"), "\(error)")
  }

  @Test func `nothing comes after the last look, and it names people of the script`() async throws {
    let early = try AskingSteps(
      bench, "  - { id: end, verb: close }\n" + Self.pause)
    #expect(try await early.failure().message.contains("nothing comes after 'close'"))
    let nobody = try AskingSteps(bench, "  - { id: end, verb: close, hand-over: [{ item: x, to: nobody }] }")
    #expect(try await nobody.failure().message.contains("nobody in the script has the id \"nobody\""))
  }
}
