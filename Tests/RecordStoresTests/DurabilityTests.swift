import Evidence
import Foundation
import Glibc
import Records
import Testing

@testable import RecordStores

@Suite struct DurabilityTests {
  @Test func `whatever was acknowledged before kill -9 is there after it`() async throws {
    let folder = try TemporaryFolder()
    let (path, acknowledged) = (folder.path("log.db"), folder.path("acknowledged"))
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = path as String, acknowledged = acknowledged as String] in
      let journal = Journal(try SQLiteStore(path: path, create: true, clock: Sample.clock))
      let file = Glibc.open(acknowledged, O_WRONLY | O_CREAT | O_APPEND, 0o600)
      await withTaskGroup(of: Void.self) { group in
        for task in 0..<32 {
          group.addTask {
            for number in 0... {
              guard let intent = try? Sample.numberedIntent("\(task).\(number)"),
                (try? await journal.intend(intent)) != nil
              else { return }
              let line = intent.judgement.decision.text + "\n"
              write(file, line, line.utf8.count)
              // Other tasks are anywhere between their entry and its commit.
              if task == 7, number == 40 { kill(getpid(), SIGKILL) }
            }
          }
        }
      }
    }
    let ids = try String(contentsOfFile: acknowledged, encoding: .utf8).split(separator: "\n")
    #expect(ids.count > 40)
    let store = try SQLiteStore(path: path, create: false, clock: Sample.clock)
    for id in ids {
      let decision = try #require(DecisionID(id))
      #expect(try await store.decision(.id(decision))?.entry.state == .pending)
    }
    let verified = try await store.log.verify()
    #expect(verified.sequence >= Int64(ids.count))
    let unfinished = try await Journal(store).start(
      ServiceStart(configuration: Sample.hash("c"), demo: true, versions: [:]))
    #expect(Int64(unfinished.count) == verified.sequence)
    #expect(try await store.pendingDecisions().isEmpty)
  }

  @Test func `a write that fails stops the store for good, and what was acknowledged stays`() async throws {
    let folder = try TemporaryFolder()
    let (path, acknowledged) = (folder.path("log.db"), folder.path("acknowledged"))
    await #expect(processExitsWith: .success) { [path = path as String, acknowledged = acknowledged as String] in
      let store = try SQLiteStore(path: path, create: true, clock: Sample.clock)
      let journal = Journal(store)
      // A full disk for this process alone: files end at 256 KiB, and the signal is turned into an error.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 256 << 10, rlim_max: .max)
      try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      var count = 0
      var failure: JournalError?
      while failure == nil, count < 10_000 {
        do throws(JournalError) {
          try await journal.note(RecordKind(rawValue: "note"), .string(String(repeating: "x", count: 500)))
          count += 1
        } catch {
          failure = error
        }
      }
      limit.rlim_cur = .max
      try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      // There is room again, and still nothing is taken.
      guard case .stopped(let reason) = failure else { throw CancellationError() }
      try #require(reason.contains("sqlite3_step"))
      await #expect(throws: JournalError.stopped(reason)) {
        try await journal.note(RecordKind(rawValue: "note"), .null)
      }
      await #expect(throws: JournalError.stopped(reason)) { try await store.ready() }
      try String(count).write(toFile: acknowledged, atomically: true, encoding: .utf8)
    }
    let count = try #require(Int64(try String(contentsOfFile: acknowledged, encoding: .utf8)))
    #expect(count > 0)
    let store = try SQLiteStore(path: path, create: false, clock: Sample.clock)
    #expect(try await store.log.verify().sequence >= count)
  }
}

extension Sample {
  /// An intent of its own for every text.
  static func numberedIntent(_ text: String) throws -> Intent {
    let base = try judgement(0, request: text)
    let judgement = Judgement(
      decision: .random(), request: base.request, requester: base.requester, issuer: base.issuer, policy: base.policy,
      event: base.event, serial: nil, subjectKey: nil, decidedAt: now, gates: base.gates, findings: [],
      configuration: base.configuration, demo: true, evidence: base.evidence)
    return Intent(
      judgement: judgement, key: KeyIdentity(ckaID: [1], spkiSHA256: hash("key")), scheme: .ed25519,
      messages: [Array(text.utf8)])
  }
}
