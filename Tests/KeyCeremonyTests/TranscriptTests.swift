import Evidence
import Foundation
import Glibc
import Records
import Testing

@testable import KeyCeremony

@Suite struct TranscriptTests {
  private let bench: Bench
  /// The transcript of a whole ceremony.
  private let lines: [[UInt8]]

  init() async throws {
    bench = try Bench()
    let root = try Repository.text("ceremonies/demo/01-root.yaml").replacing("ca-token.pin", with: "pin")
    _ = try await bench.ceremony(root, on: FakeToken(now: Bench.now)).run()
    lines = try bench.bytes("transcript.jsonl").split(separator: UInt8(ascii: "\n")).map { Array($0) }
  }

  private func verify(_ lines: [[UInt8]]) throws(ChainFault) -> Int {
    try Transcript.verified(lines.flatMap { $0 + [UInt8(ascii: "\n")] }).count
  }

  @Test func `a transcript verifies as it was written`() throws {
    #expect(try verify(lines) == 13)
  }

  @Test func `a changed byte is found wherever it stands`() throws {
    for (index, line) in lines.enumerated() {
      // Every 37th byte of each line: in base64, in hashes, in names, in punctuation.
      for position in stride(from: 0, to: line.count, by: 37) {
        var changed = lines
        changed[index][position] ^= 0x01
        #expect(throws: ChainFault.self, "line \(index + 1), byte \(position)") { try verify(changed) }
      }
    }
  }

  @Test func `a line that is missing, doubled or out of order is found`() throws {
    for index in 0..<(lines.count - 1) {
      var missing = lines
      missing.remove(at: index)
      #expect(throws: ChainFault.self) { try verify(missing) }
      var swapped = lines
      swapped.swapAt(index, index + 1)
      #expect(throws: ChainFault.self) { try verify(swapped) }
      var doubled = lines
      doubled.insert(lines[index], at: index)
      #expect(throws: ChainFault.self) { try verify(doubled) }
    }
  }

  @Test func `content that is taken out or slipped in is found`() throws {
    let start = String(decoding: lines[0], as: UTF8.self)
    let opening = try #require(start.firstIndex(of: "]"))
    let emptied = "{\"blobs\":[" + start[opening...]
    #expect(throws: ChainFault.self) { try verify([Array(emptied.utf8)] + lines.dropFirst()) }
    let added = start.replacing("{\"blobs\":[", with: "{\"blobs\":[\"AAAA\",")
    #expect(throws: ChainFault.self) { try verify([Array(added.utf8)] + lines.dropFirst()) }
  }

  @Test func `a line that was torn off is found`() throws {
    let whole = try bench.bytes("transcript.jsonl")
    #expect(throws: ChainFault.self) { try Transcript.verified(Array(whole.dropLast())) }
    #expect(throws: ChainFault.self) { try Transcript.verified(Array(whole.dropLast(10)) + [UInt8(ascii: "\n")]) }
  }

  @Test func `a transcript is created and never opened again`() throws {
    let before = try bench.bytes("transcript.jsonl")
    #expect {
      _ = try TranscriptStore(creating: bench.path("transcript.jsonl"), clock: { Bench.now })
    } throws: { error in
      (error as? CeremonyError)?.kind == .store
    }
    #expect(try bench.bytes("transcript.jsonl") == before)
  }

  @Test func `a write that fails stops the transcript for good`() async throws {
    await #expect(processExitsWith: .success) { [path = bench.path("full") as String] in
      let journal = Journal(try TranscriptStore(creating: path, clock: { Bench.now }))
      // A full disk for this process alone: files end at 4 KiB, and the signal is turned into an error.
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 4096, rlim_max: .max)
      try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      var failure: JournalError?
      for _ in 0..<100 where failure == nil {
        do throws(JournalError) {
          try await journal.note(.outputWritten, .string(String(repeating: "x", count: 200)))
        } catch {
          failure = error
        }
      }
      limit.rlim_cur = .max
      try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      // There is room again, and still nothing is taken.
      guard case .stopped(let reason) = failure else { throw CancellationError() }
      await #expect(throws: JournalError.stopped(reason)) { try await journal.note(.outputWritten, .null) }
      await #expect(throws: JournalError.stopped(reason)) { try await journal.store.ready() }
    }
  }
}
