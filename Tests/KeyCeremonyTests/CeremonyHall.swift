import Cryptography
import DER
import Evidence
import Foundation
import TestSupport
import Testing

@testable import KeyCeremony

/// A folder with a script, a token of SoftHSM and people with encrypted key files, for the tool as a process of its own.
final class CeremonyHall: Sendable {
  static let passphrase = "a long passphrase"
  static let people = [
    ("ada", "Ada Example", "ceremony-administrator"), ("sofia", "Sofia Example", "security-officer"),
    ("carl", "Carl Example", "custodian"), ("cora", "Cora Example", "custodian"),
    ("wanda", "Wanda Example", "external-witness"),
  ]

  let bench: Bench
  let script: String

  /// The tool beside the test bundle.
  static var tool: String {
    let bundle = CommandLine.arguments.first { $0.hasSuffix(".xctest") }
    let folder = bundle.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    return "\(folder ?? Repository.root.path + "/.build/debug")/key-ceremony"
  }

  var environment: [String: String] { ["SOFTHSM2_CONF": bench.path("softhsm2.conf"), "TERM": "screen"] }

  var commandLine: String { "\(Self.tool) run \(script) --transcript \(bench.path("t"))" }

  init(_ steps: String, kind: String = "root", demo: Bool = false, approvals: String) throws {
    bench = try Bench()
    script = bench.path("s.yaml")
    var text = """
      schema: 1
      ceremony: { name: Example Trust Root E9, purpose: A test, kind: \(kind), demo: \(demo) }
      token: { module: \(SoftHSM.modulePath), uri: "pkcs11:token=hall", pin-file: token.pin }
      people:

      """
    for (id, name, role) in Self.people {
      var line = Array(Self.passphrase.utf8)
      let (pem, key) = try SoftwareKey.newEncryptedPEM(on: .p256, passphrase: SecretBytes(&line))
      try bench.write("\(id).key", String(decoding: pem, as: UTF8.self), mode: 0o600)
      text += "  - id: \(id)\n    name: \(name)\n    roles: [\(role)]\n    public-key: |\n"
      text += PEM(label: "PUBLIC KEY", bytes: key.facts.spki).text.split(separator: "\n").map { "      \($0)\n" }
        .joined()
      text += "    signs-with: { key-file: \(id).key }\n"
    }
    try bench.write("s.yaml", text + "approvals: \(approvals)\nsteps:\n\(steps)\n")
    try FileManager.default.createDirectory(atPath: bench.path("tokens"), withIntermediateDirectories: true)
    try bench.write(
      "softhsm2.conf",
      "directories.tokendir = \(bench.path("tokens"))\nobjectstore.backend = file\nlog.level = ERROR\n")
    let made = try run([
      "token", "init", "--module", SoftHSM.modulePath, "--label", "hall", "--so-pin-file", bench.path("token.so"),
      "--pin-file", bench.path("token.pin"), "--generate-pins",
    ])
    try #require(made.code == 0, "\(made.output)")
  }

  /// Runs the tool without a terminal.
  func run(
    _ arguments: [String], environment more: [String: String] = [:]
  ) throws -> (code: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.tool)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
      .merging(more) { _, new in new }
    _ = FileManager.default.createFile(atPath: bench.path("output"), contents: nil)
    let output = try #require(FileHandle(forWritingAtPath: bench.path("output")))
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    process.waitUntilExit()
    try output.close()
    return (process.terminationStatus, try text("output"))
  }

  /// Goes through a ceremony at a terminal until it ends, and gives back every page that waited for something.
  func attend(_ tmux: Tmux, answer: (String) throws -> String?) async throws -> [String] {
    var pages: [String] = []
    while pages.count < 120 {
      let page = try await tmux.page(after: pages.last ?? "")
      pages.append(page)
      if Tmux.exitCode(page) != nil { return pages }
      try tmux.type(try answer(page) ?? Self.answer(page))
    }
    throw Bench.Missing(what: "an end of the ceremony; the last page is\n\(pages.suffix(2).joined())")
  }

  /// What people answer who want to go on.
  static func answer(_ page: String) -> String {
    let lines = page.split(separator: "\n").map { String($0) }.filter { $0.contains { $0 != " " } }
    guard let last = lines.last, last.hasPrefix(">"), lines.count > 1 else { return "" }
    let asked = lines[lines.count - 2]
    if asked.hasPrefix("  one of: ") { return String(asked.dropFirst(10).prefix { $0 != "," }) }
    if asked.hasPrefix("Nothing is shown") { return passphrase }
    if asked.contains("type yes to sign") { return "yes" }
    if asked.contains("last word") {
      return lines.last { $0.hasPrefix("|    ") }?.split(separator: " ").last.map { String($0) } ?? ""
    }
    if asked.contains("serial number") {
      for line in lines {
        if let range = line.range(of: "serial: ") { return String(line[range.upperBound...]) }
      }
    }
    if asked.contains("Type the time") {
      return String(Instant(seconds: Int64(Date().timeIntervalSince1970)).description)
    }
    if let colon = asked.range(of: "types: ") { return String(asked[colon.upperBound...]) }
    if let type = asked.range(of: "Type ") { return String(asked[type.upperBound...].prefix { $0 != " " }) }
    return "a radio clock"
  }
}
