import CommandLineTools
import Evidence
import Foundation
import Synchronization
import TestSupport
import X509

@testable import policy_gates

/// What one run of the tool printed.
struct Run {
  let code: Int32
  let output: String
  let errors: String

  init(_ words: [String], at now: Instant = Sample.now) {
    let lines = Mutex((output: "", errors: ""))
    let screen = Screen(
      output: { text in lines.withLock { $0.output += text } }, errors: { text in lines.withLock { $0.errors += text } }
    )
    code = PolicyGatesTool(screen: screen, now: { now }).run(words)
    (output, errors) = lines.withLock { $0 }
  }

  /// Members of the JSON objects, one a line.
  var objects: [[String: JSONValue]] {
    output.split(separator: "\n").map { line in
      guard case .object(let members)? = JSONValue(canonical: Array(line.utf8)) else { return [:] }
      return members
    }
  }
}

/// A folder that goes away with the test.
final class Folder {
  let path = FileManager.default.temporaryDirectory.appending(path: "lint-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: path) }

  /// Writes a file, in a folder of its own where the name has slashes.
  func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let url = path.appending(path: name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    return url.path
  }
}

/// A certificate with a signature that nobody made.
func certificate(_ tbs: TBSCertificate) -> Certificate {
  Certificate(tbs: tbs, signatureAlgorithm: tbs.signature, signature: [0])
}
