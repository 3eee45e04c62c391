public import Foundation
public import Testing

/// Test vectors that stay outside the project: `SEALGATE_VECTORS`, else `../shared/vectors` beside the package.
public enum Vectors {
  public static let root: URL = {
    if let path = ProcessInfo.processInfo.environment["SEALGATE_VECTORS"] { return URL(filePath: path) }
    let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return package.deletingLastPathComponent().appending(path: "shared/vectors")
  }()

  public static var arePresent: Bool { FileManager.default.fileExists(atPath: root.path) }

  /// One row of a corpus's `index.tsv`.
  public struct Row: Sendable, CustomTestStringConvertible {
    /// Relative to the corpus.
    public let file: String
    public let expected: String

    public var testDescription: String { file }
  }

  /// The rows of `<corpus>/index.tsv`, such as `corpora/json`; empty where the vectors are absent.
  public static func index(_ corpus: String) -> [Row] {
    guard let data = try? Data(contentsOf: root.appending(path: "\(corpus)/index.tsv")) else { return [] }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").dropFirst().compactMap { line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return columns.count >= 3 ? Row(file: columns[0], expected: columns[2]) : nil
    }
  }

  /// The bytes of one file, by its path below the root.
  public static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appending(path: path)))
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips where the vectors are absent, and says what to do.
  public static var needsVectors: Self {
    .enabled(if: Vectors.arePresent, "no test vectors: set SEALGATE_VECTORS to their folder")
  }
}
