import Foundation
import TestSupport

/// `scripts/lib/kill-points.c` in front of a gateway's disk, sockets and token.
struct KillPoints: Sendable {
  /// What happens at the chosen call.
  enum Order: Sendable, Equatable {
    /// Nothing: the calls are counted only.
    case count
    case kill(ahead: Int)
    /// The call does half of its work first.
    case tear(Int)
    /// Signatures come back with one bit flipped.
    case corrupt

    var text: String {
      switch self {
      case .count: "0 kill"
      case .kill(let number): "\(number) kill"
      case .tear(let number): "\(number) torn"
      case .corrupt: "0 corrupt"
      }
    }
  }

  /// A call that was counted: the process got as far as this one.
  struct Call: Sendable, CustomStringConvertible {
    let name: String
    /// The two ends of a call to the token, `socket`, or the name of a file.
    let what: String

    var isWriteAheadLog: Bool { what.hasSuffix("-wal") }
    var isSyncOfLog: Bool { isWriteAheadLog && (name == "fdatasync" || name == "fsync") }
    var isWriteToLog: Bool { isWriteAheadLog && name == "pwrite" }
    var isSocket: Bool { what == "socket" }
    var isToken: Bool { name.hasPrefix("C_") }
    var tokenEntered: Bool { name == "C_Sign" && what == "entered" }
    var tokenReturns: Bool { name == "C_Sign" && what == "returns" }
    var description: String { "\(name) \(what)" }
  }

  private let demo: DemoInstallation

  /// Puts the library between an installation's gateway and its token.
  init(_ demo: DemoInstallation) async throws {
    self.demo = demo
    let library = try await KillPoints.library.value
    try demo.edit("gateway.yaml", Product.softHSM, library)
  }

  /// For the environment of the gateway; the making of keys counts where that is asked for.
  func environment(countingKeys: Bool = false) async throws -> [String: String] {
    let more = countingKeys ? ["KILL_POINTS_KEYS": "1"] : [:]
    return more.merging([
      "LD_PRELOAD": try await KillPoints.library.value, "KILL_POINTS_MODULE": Product.softHSM,
      "KILL_POINTS_ORDER": demo.path("order"), "KILL_POINTS_TRACE": demo.path("trace"),
    ]) { $1 }
  }

  /// From here on calls count.
  func give(_ order: Order) throws { try demo.write(order.text, to: "order") }

  /// The calls of the run, in order. In a run that was killed the last one was not made, or half made.
  func calls() throws -> [Call] {
    guard FileManager.default.fileExists(atPath: demo.path("trace")) else { return [] }
    return try demo.text("trace").split(separator: "\n").map { line in
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 3 else { throw ProcessFailure(description: "not a line of a trace: \(line)") }
      return Call(name: words[1], what: words[2])
    }
  }

  /// Forgets order and calls: what begins now counts from its start.
  func startAgain() throws {
    for name in ["order", "trace"] { try? FileManager.default.removeItem(atPath: demo.path(name)) }
    try give(.count)
  }

  /// Takes the library out, for a gateway that runs as it is.
  func remove() async throws {
    try demo.edit("gateway.yaml", try await KillPoints.library.value, Product.softHSM)
  }

  /// Built once per process.
  private static let library = Task {
    let folder = try FileManager.default.scratch("kill-points")
    let output = folder.appending(path: "kill-points.so").path
    try await ChildProcess.run(
      "cc",
      [
        "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-O1", "-I/usr/include/p11-kit-1", "-o", output,
        Product.script("lib/kill-points.c"),
      ], in: folder
    ).expect()
    return output
  }
}
