import AttestationTargets
import Foundation
import FuzzSupport
import TestSupport
import Testing

/// The readers of key-origin evidence, for a moment; `scripts/fuzz` is the long form. Seeds are genuine statements.
@Suite struct StatementTargetTests {
  /// What `scripts/fuzz` frames parts by.
  @Test func `the seeds name the parts of every format in the order of its reader`() throws {
    let lines = try String(contentsOf: Self.file, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("@") }
    let stated = lines.map { line in line.dropFirst().split(whereSeparator: \.isWhitespace).map(String.init) }
    for target in AttestationReaders.all {
      let names = try #require(stated.first { $0.first == target.name }, "\(target.name) has no line").dropFirst()
      for (index, name) in names.enumerated() {
        #expect(AttestationReaders.input(target.name, [(name, [])])?.first == UInt8(index), "\(target.name): \(name)")
      }
      #expect(AttestationReaders.input(target.name, [("no such part", [])]) == nil)
    }
  }

  private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fuzz/AttestationTargets/seeds.tsv")

  static let seeds: [(format: String, parts: [(name: String, path: String)])] = {
    let lines = ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n")
    return lines.filter { !$0.hasPrefix("#") && !$0.hasPrefix("@") }.map { line in
      let columns = line.split(separator: "\t").map(String.init)
      let parts = columns.last?.split(separator: " ").map { part in
        let pair = part.split(separator: "=").map(String.init)
        return (name: pair.first ?? "", path: pair.last ?? "")
      }
      return (columns.first ?? "", parts ?? [])
    }
  }()

  static func inputs(_ format: String) throws -> [[UInt8]] {
    try seeds.filter { $0.format == format }.map { seed in
      let parts = try seed.parts.map { (name: $0.name, content: try Vectors.bytes($0.path)) }
      return try #require(AttestationReaders.input(format, parts), "\(format): a part of the seeds has no such name")
    }
  }

  static let seeded = AttestationReaders.all.filter { target in seeds.contains { $0.format == target.name } }

  @Test(.needsVectors, arguments: seeded) func `every genuine statement is read`(_ target: FuzzTarget) throws {
    for input in try Self.inputs(target.name) { #expect(try target.read(input)) }
  }

  /// Those that have inputs in `Tests/Corpus`.
  static let kept = AttestationReaders.all.filter { (try? Corpus.inputs($0.name).isEmpty) == false }

  @Test(arguments: kept) func `every statement that was kept is read, and changed at random without a broken promise`(
    _ target: FuzzTarget
  ) throws {
    let inputs = try Corpus.inputs(target.name)
    for input in inputs { #expect(try target.read(input)) }
    var mutator = Mutator(seed: 2026)
    for _ in 0..<500 {
      let input = mutator.change(inputs[mutator.below(inputs.count)], with: inputs[mutator.below(inputs.count)])
      do { _ = try target.read(input) } catch { Issue.record("\(error); \(input.count) bytes") }
    }
  }

  @Test(.needsVectors, arguments: seeded) func `statements changed at random are read without a broken promise`(
    _ target: FuzzTarget
  ) throws {
    let inputs = try Self.inputs(target.name)
    var mutator = Mutator(seed: 2026)
    for _ in 0..<500 {
      let input = mutator.change(inputs[mutator.below(inputs.count)], with: inputs[mutator.below(inputs.count)])
      do { _ = try target.read(input) } catch { Issue.record("\(error); \(input.count) bytes") }
    }
  }

  @Test(.needsVectors, arguments: seeded) func `every beginning of a statement is read without a broken promise`(
    _ target: FuzzTarget
  ) throws {
    let input = try #require(try Self.inputs(target.name).first)
    for count in stride(from: 0, to: input.count, by: 1 + input.count / 700) {
      _ = try target.read(Array(input.prefix(count)))
    }
  }
}
