import Foundation
import Synchronization

/// Runs what an auditor would type.
enum Shell {
  /// Standard output and standard error together, and the exit code.
  static func run(_ text: String, in folder: String) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-e", "-c", text]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}

/// Counts up from 0.
final class Counter: Sendable {
  private let value = Mutex(0)

  func take() -> Int {
    value.withLock { value in
      defer { value += 1 }
      return value
    }
  }
}
