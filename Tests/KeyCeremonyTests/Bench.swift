import CommandLineTools
import Evidence
import Foundation
import Synchronization
import Testing

@testable import KeyCeremony

/// One ceremony's surroundings: a folder that goes away, a screen that keeps its lines, a pinned clock.
final class Bench: Sendable {
  static let now = Instant(seconds: 1_795_176_000)  // 2026-11-20T12:00:00Z

  static let clock = CeremonyClock(now: { Bench.now }, monotonic: { 0 })

  let folder: String
  private let output = Mutex("")
  private let errors = Mutex("")

  init() throws {
    folder = NSTemporaryDirectory() + "ceremony-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try write("pin", "123456\n", mode: 0o600)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var screen: Screen {
    Screen(
      output: { text in self.output.withLock { $0 += text } }, errors: { text in self.errors.withLock { $0 += text } })
  }

  var shown: String { output.withLock { $0 } }
  var complaints: String { errors.withLock { $0 } }

  func path(_ name: String) -> String { "\(folder)/\(name)" }

  func write(_ name: String, _ text: String, mode: Int = 0o644) throws {
    try #require(FileManager.default.createFile(atPath: path(name), contents: Data(text.utf8)))
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path(name))
  }

  func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: URL(fileURLWithPath: path(name)))) }

  /// Names of the files, not of those in folders below.
  var files: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }

  func makeFolder(_ name: String) throws {
    try FileManager.default.createDirectory(atPath: path(name), withIntermediateDirectories: true)
  }

  /// Takes over all files of another one.
  func copy(from other: Bench) throws {
    try FileManager.default.removeItem(atPath: folder)
    try FileManager.default.copyItem(atPath: other.folder, toPath: folder)
  }

  /// A file that some other program left.
  static func put(_ text: String, at path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

  /// Carries a script out on a token.
  func ceremony(
    _ yaml: String, on token: any CeremonyToken, transcript: String = "transcript.jsonl",
    writeGate: @escaping WriteGate = { _ in }
  ) throws -> Ceremony {
    Ceremony(
      script: try Script(yaml: Array(yaml.utf8)), folder: folder, transcriptPath: path(transcript), screen: screen,
      clock: Bench.clock, writeGate: writeGate, openToken: { _, _ throws(CeremonyError) in token })
  }

  /// The error of a ceremony that must fail.
  func failure(_ yaml: String, on token: any CeremonyToken, transcript: String = "transcript.jsonl") async throws
    -> CeremonyError
  {
    let ceremony = try ceremony(yaml, on: token, transcript: transcript)
    do throws(CeremonyError) {
      _ = try await ceremony.run()
    } catch {
      return error
    }
    throw Missing(what: "a failure")
  }

  struct Missing: Error { let what: String }
}

/// The repository's own files.
enum Repository {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
  }
}
