import CommandLineTools
import Cryptography
import Evidence
import Foundation
import PKCS11
import Records
import TestSupport
import Testing
import TokenPool

@testable import KeyCeremony

/// The ceremonies of the repository, held from scratch on SoftHSM: plans and outputs are those in `expected/`.
///
/// After a change that was meant: `SEALGATE_UPDATE_CEREMONIES=1 swift test --filter ReenactmentTests`, and read the diff.
@Suite(.serialized) struct ReenactmentTests {
  private static let folders = CeremonyFolder.all.filter { $0.name != "demo" }

  @Test(arguments: folders)
  func `a folder's ceremonies are held one after another, and give what its expectations say`(
    folder: CeremonyFolder
  ) async throws {
    let stage = try SoftHSMStage(folder)
    for script in folder.scripts {
      try Expectation.compare(
        try Script(yaml: Array(try folder.text(script).utf8)).planText + "\n",
        "ceremonies/\(folder.name)/expected/\(FilePath.stem(of: script)).plan.txt")
      let outcome = try await stage.run(script, saboteur: .none)
      #expect(outcome.error == nil, "\(folder.name)/\(script): \(outcome.error?.description ?? "")")
      try stage.requireVerified(script)
    }
    if let kept = ProcessInfo.processInfo.environment["SEALGATE_CEREMONY_OUTPUTS"] {
      try FileManager.default.createDirectory(atPath: kept, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: stage.bench.folder, toPath: "\(kept)/\(folder.name)")
    }
    try Expectation.compare(
      try await Outputs(stage.bench.folder).description, "ceremonies/\(folder.name)/expected/outputs.txt")
  }

  @Test func `there are ten ceremonies, each with a page that says what it is`() throws {
    #expect(Self.folders.count == 10)
    for folder in Self.folders {
      let page = try Repository.text("ceremonies/\(folder.name)/README.md")
      for script in folder.scripts { #expect(page.contains(script), "\(folder.name)/README.md misses \(script)") }
    }
  }
}

/// What a file of the repository should say.
enum Expectation {
  static func compare(_ found: String, _ path: String) throws {
    if ProcessInfo.processInfo.environment["SEALGATE_UPDATE_CEREMONIES"] != nil {
      let file = Repository.root.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(found.utf8).write(to: file)
    }
    let expected = try Repository.text(path)
    #expect(found == expected, "\(path) says otherwise")
  }
}

/// Where the ceremonies of one folder are held on SoftHSM, on tokens of this test's own.
struct SoftHSMStage: Stage {
  let folder: CeremonyFolder
  let bench: Bench
  let mark = "t\(UUID().uuidString.prefix(6).lowercased())-"
  let room: RehearsalRoom

  init(_ folder: CeremonyFolder) throws {
    self.folder = folder
    bench = try Bench()
    let scripts = try folder.scripts.map { try Script(yaml: Array(try folder.text($0).utf8)) }
    var known: [String: Person] = [:]
    for person in scripts.flatMap(\.people.all) { known[person.id] = person }
    room = try RehearsalRoom.prepare(People(Array(known.values))).room
    for name in ["shares", "new-shares"] { try bench.makeFolder(name) }
    for script in scripts {
      for token in script.tokens {
        let initialised = script.steps.contains {
          type(of: $0).verb == "initialise-token" && script.token(of: $0).id == token.id
        }
        try prepare(token.label, initialised: initialised)
      }
    }
  }

  func run(_ name: String, saboteur: Saboteur) async throws -> CeremonyOutcome {
    let ceremony = try ceremony(name, saboteur)
    return await CeremonyOutcome.of(ceremony.run)
  }

  func resume(_ name: String) async throws -> CeremonyOutcome {
    let ceremony = try ceremony(name, .none)
    return await CeremonyOutcome.of(ceremony.resume)
  }

  /// SoftHSM's labels are unique by themselves: a label that is taken is refused.
  var labels: [String] { [] }

  private func ceremony(_ name: String, _ saboteur: Saboteur) throws -> Ceremony {
    let script = try Script(yaml: Array(try folder.text(name).replacing("example-c", with: "\(mark)c").utf8))
    let people = People(
      script.people.all.compactMap { person in
        room.keys[person.id].map { person.with(key: $0.publicKey, device: .keyFile("made for the test")) }
      })
    let answering = RehearsalRoom(keys: room.keys, answers: [:], secrets: try bench.shares())
    return Ceremony(
      script: script, folder: bench.folder, transcriptPath: bench.path("\(name).jsonl"), screen: bench.screen,
      clock: saboteur.clock, conductor: SabotagedRoom(room: answering, saboteur: saboteur), people: people,
      rehearsal: true, writeGate: saboteur.writeGate,
      openToken: { choice, folder throws(CeremonyError) in
        if saboteur.strikes(.wrongPIN) { throw CeremonyError(.token, "C_Login: CKR_PIN_INCORRECT") }
        return SabotagedToken(token: try HSMToken.open(choice, folder: folder), saboteur: saboteur)
      })
  }

  private func prepare(_ label: String, initialised: Bool) throws {
    let own = label.replacing("example-c", with: "\(mark)c")
    guard !bench.exists("\(own).pin") else { return }
    if initialised {
      for name in ["pin", "so-pin"] { try PINFile.generate(bench.path("\(own).\(name)")) }
      return
    }
    let words = [
      "token", "init", "--module", SoftHSM.modulePath, "--label", own, "--so-pin-file", bench.path("\(own).so-pin"),
      "--pin-file", bench.path("\(own).pin"), "--generate-pins",
    ]
    guard case .run(_, let arguments) = try CommandLineTool.description.parse(words) else { return }
    try SoftHSM.shared().alone { try TokenInitCommand(screen: bench.screen).run(arguments) }
  }
}

extension Bench {
  /// The shares that earlier ceremonies wrote, as their custodians would type them.
  func shares() throws -> [String: [String: String]] {
    var shares: [String: String] = [:]
    // The first shares win: those of new custodians are read back from their media.
    for folder in ["new-shares", "shares"] {
      for file in (try? FileManager.default.contentsOfDirectory(atPath: path(folder))) ?? [] {
        shares["share-\(FilePath.stem(of: file))"] = String(decoding: try bytes("\(folder)/\(file)"), as: UTF8.self)
          .trimmingCharacters(in: .whitespacesAndNewlines)
      }
    }
    return ["*": shares]
  }
}

/// What OpenSSL makes of the outputs in a folder, without what differs from run to run.
struct Outputs: CustomStringConvertible {
  let description: String

  init(_ folder: String) async throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    var parts: [String] = []
    for name in names {
      switch (name as NSString).pathExtension {
      case "pem" where Outputs.isCertificate(name): parts.append(try await Outputs.certificate(name, folder))
      case "crl": parts.append(try await Outputs.list(name, folder))
      case "ors": parts.append(try await Outputs.answer(name, folder))
      case "pem", "wrapped": parts.append("\(name)\n")
      default: continue
      }
    }
    description = parts.joined(separator: "\n")
  }

  /// Public keys have names that say so.
  private static func isCertificate(_ name: String) -> Bool { !name.contains("key") && !name.hasPrefix("spare") }

  private static func certificate(_ name: String, _ folder: String) async throws -> String {
    let extensions = [
      "basicConstraints", "keyUsage", "extendedKeyUsage", "certificatePolicies", "crlDistributionPoints",
      "authorityInfoAccess", "noCheck",
    ].joined(separator: ",")
    let text = try await openssl(
      ["x509", "-in", name, "-noout", "-nameopt", "RFC2253", "-subject", "-issuer", "-ext", extensions], folder, name)
    let all = try await openssl(["x509", "-in", name, "-noout", "-text"], folder, name)
    let algorithms = all.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { $0.hasPrefix("Signature Algorithm") || $0.hasPrefix("Public-Key") }
    return text + Set(algorithms).sorted().joined(separator: "\n") + "\n" + (try await verified(name, folder))
  }

  /// Under the one output that is its issuer and verifies it.
  private static func verified(_ name: String, _ folder: String) async throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".pem") }.sorted()
    for issuer in names where isCertificate(issuer) {
      let result = try await ChildProcess.run(
        "openssl", ["verify", "-x509_strict", "-partial_chain", "-trusted", issuer, name],
        in: URL(fileURLWithPath: folder))
      if result.code == 0, issuer != name || names.count == 1 { return "verified under \(issuer)\n" }
    }
    let alone = try await ChildProcess.run(
      "openssl", ["verify", "-x509_strict", "-CAfile", name, name], in: URL(fileURLWithPath: folder))
    return alone.code == 0 ? "verified under itself\n" : "not verified\n"
  }

  private static func list(_ name: String, _ folder: String) async throws -> String {
    let text = try await openssl(["crl", "-in", name, "-noout", "-nameopt", "RFC2253", "-text"], folder, name)
    let kept = ["Issuer:", "Signature Algorithm:", "No Revoked", "Revoked", "CA Compromise"]
    var lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    let reasons = lines.indices.filter { lines[$0] == "X509v3 CRL Reason Code:" }.map { "reason: \(lines[$0 + 1])" }
    let number = lines.firstIndex { $0.hasPrefix("X509v3 CRL Number") }.map { "number: \(lines[$0 + 1])" }
    let entries = lines.count { $0.hasPrefix("Serial Number:") }
    lines = lines.filter { line in kept.contains { line.hasPrefix($0) } }
    return "\(name)\n"
      + (Array(Set(lines)).sorted() + [number ?? "no number", "entries: \(entries)"] + reasons)
      .joined(separator: "\n") + "\n"
  }

  private static func answer(_ name: String, _ folder: String) async throws -> String {
    let text = try await openssl(["ocsp", "-respin", name, "-noverify", "-resp_text"], folder, name)
    let kept = ["OCSP Response Status", "Cert Status", "Revocation Reason", "Signature Algorithm"]
    return "\(name)\n"
      + text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { line in kept.contains { line.hasPrefix($0) } }.joined(separator: "\n") + "\n"
  }

  private static func openssl(_ words: [String], _ folder: String, _ name: String) async throws -> String {
    let result = try await ChildProcess.run("openssl", words, in: URL(fileURLWithPath: folder))
    guard result.code == 0 else { throw ProcessFailure(description: result.description) }
    return "\(name)\n" + result.output
  }
}
