import Foundation
import Testing

/// A tool at a terminal of tmux, driven by what it shows.
///
/// The pane is wider than a page, so that a line that is too long is seen as such, and as high as one.
final class Tmux: Sendable {
  static let columns = 100
  static let rows = 24

  private let socket = "sealgate-\(UUID().uuidString.prefix(8))"

  init(_ command: String, environment: [String: String] = [:]) throws {
    let names = environment.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    // Cleared pages are no lines that scrolled away.
    let options = NSTemporaryDirectory() + socket + ".conf"
    try Data("set -g scroll-on-clear off\n".utf8).write(to: URL(fileURLWithPath: options))
    defer { try? FileManager.default.removeItem(atPath: options) }
    _ = try tmux([
      "-f", options, "new-session", "-d", "-x", "\(Self.columns)", "-y", "\(Self.rows)",
      "env \(names) \(command); echo \"RC $?\"; exec sleep 600",
    ])
  }

  deinit { _ = try? tmux(["kill-server"]) }

  /// What the pane shows, once it asks for something or the tool has ended, and shows something else than before.
  func page(after previous: String = "") async throws -> String {
    var last = ""
    for _ in 0..<2400 {
      let text = try tmux(["capture-pane", "-p"])
      var end = text[...]
      while end.last?.isWhitespace == true { end = end.dropLast() }
      let waits = end.hasSuffix(":") || end.hasSuffix(">") || end.contains("\nRC ") || end.hasSuffix("away.")
      if text != previous, text == last, waits { return text }
      last = text
      try await Task.sleep(for: .milliseconds(25))
    }
    throw Missing(what: "a page that waits; the last was:\n\(last)")
  }

  /// Waits for something to be on the screen.
  func wait(for wanted: String) async throws {
    for _ in 0..<2400 {
      if try tmux(["capture-pane", "-p"]).contains(wanted) { return }
      try await Task.sleep(for: .milliseconds(25))
    }
    throw Missing(what: "\"\(wanted)\" on the screen")
  }

  func type(_ text: String) throws {
    if !text.isEmpty { _ = try tmux(["send-keys", "-l", text]) }
    _ = try tmux(["send-keys", "Enter"])
  }

  func press(_ key: String) throws { _ = try tmux(["send-keys", key]) }

  /// The lines that have scrolled away, and what the pane shows.
  func everything() throws -> String { try tmux(["capture-pane", "-p", "-S", "-"]) }

  /// How many lines have scrolled away.
  func scrolledAway() throws -> Int {
    let text = try tmux(["display-message", "-p", "#{history_size}"])
    return try #require(Int(text.filter { $0.isNumber }))
  }

  /// The exit code on the screen.
  static func exitCode(_ page: String) -> Int? {
    page.split(separator: "\n").last { $0.hasPrefix("RC ") }.flatMap { Int($0.dropFirst(3)) }
  }

  private struct Missing: Error, CustomStringConvertible {
    let what: String
    var description: String { "missing: \(what)" }
  }

  private func tmux(_ arguments: [String]) throws -> String {
    // Not by Foundation's Process: it waits for all who hold its descriptors, and tmux's server lives on with them.
    let path = NSTemporaryDirectory() + "tmux-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let words = ["/usr/bin/tmux", "-L", socket] + arguments
    let quoted = words.map { "'" + $0.replacing("'", with: "'\\''") + "'" }.joined(separator: " ")
    _ = system("\(quoted) > \(path) 2>/dev/null < /dev/null")
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }
}
