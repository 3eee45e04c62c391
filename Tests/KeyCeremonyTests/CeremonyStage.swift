import Cryptography
import Evidence
import Foundation
import Records
import Synchronization
import Testing
import TokenPool
import X509

@testable import KeyCeremony

/// The ceremonies of the repository: a folder each, its scripts in their order.
struct CeremonyFolder: Sendable, CustomTestStringConvertible {
  let name: String
  let scripts: [String]

  static let all: [CeremonyFolder] = {
    let root = Repository.root.appendingPathComponent("ceremonies").path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
    return names.sorted().compactMap { name in
      let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(name)")) ?? []
      let scripts = files.filter { $0.hasSuffix(".yaml") }.sorted()
      return scripts.isEmpty ? nil : CeremonyFolder(name: name, scripts: scripts)
    }
  }()

  var testDescription: String { name }

  func text(_ script: String) throws -> String { try Repository.text("ceremonies/\(name)/\(script)") }
}

/// Where the ceremonies of one folder are held.
protocol Stage: Sendable {
  var folder: CeremonyFolder { get }
  var bench: Bench { get }
  func run(_ name: String, saboteur: Saboteur) async throws -> CeremonyOutcome
  func resume(_ name: String) async throws -> CeremonyOutcome
  /// Labels of the keys on all tokens.
  var labels: [String] { get }
}

struct CeremonyOutcome {
  let lines: [Transcript.Line]
  let error: CeremonyError?

  static func of(_ body: () async throws(CeremonyError) -> [Transcript.Line]) async -> CeremonyOutcome {
    do throws(CeremonyError) {
      return CeremonyOutcome(lines: try await body(), error: nil)
    } catch {
      return CeremonyOutcome(lines: [], error: error)
    }
  }
}

/// Where the ceremonies of one folder are held, one after another, on tokens in memory.
///
/// A stage is copied as it stands, files and tokens, so that many endings can be tried from one beginning.
final class CeremonyStage: Stage {
  let folder: CeremonyFolder
  let bench: Bench
  private let tokens: Mutex<[String: FakeToken]>
  /// The same people in all ceremonies of a stage, with the keys that were made for them.
  private let keys: [String: SoftwareKey]

  init(_ folder: CeremonyFolder) throws {
    self.folder = folder
    bench = try Bench()
    tokens = Mutex([:])
    var keys: [String: SoftwareKey] = [:]
    for script in folder.scripts {
      for person in try CeremonyStage.script(folder, script).people.all where keys[person.id] == nil {
        keys[person.id] = try SoftwareKey(pem: try SoftwareKey.newPEM(on: .p256))
      }
    }
    self.keys = keys
    for token in try folder.scripts.flatMap({ try CeremonyStage.script(folder, $0).tokens }) {
      if case .file(let name) = token.pin { try bench.write(name, "123456", mode: 0o600) }
      try bench.write("\(token.label).so-pin", "654321", mode: 0o600)
    }
    for name in ["shares", "new-shares"] { try bench.makeFolder(name) }
  }

  /// A copy of another stage as it stands.
  init(copying other: CeremonyStage) throws {
    folder = other.folder
    keys = other.keys
    bench = try Bench()
    tokens = Mutex(other.tokens.withLock { $0.mapValues { FakeToken(copying: $0) } })
    try bench.copy(from: other.bench)
  }

  /// The script with keys that are quick to make: what is tried here does not depend on their kind.
  static func script(_ folder: CeremonyFolder, _ name: String) throws -> Script {
    let text = try folder.text(name).replacing("{ type: rsa, bits: 4096 }", with: "{ type: ec, curve: P-384 }")
      .replacing("rsa-pkcs1-sha512", with: "ecdsa-sha384").replacing("rsa-pkcs1-sha256", with: "ecdsa-sha384")
    return try Script(yaml: Array(text.utf8))
  }

  func run(_ name: String, saboteur: Saboteur = .none) async throws -> CeremonyOutcome {
    let ceremony = try ceremony(name, saboteur)
    return await CeremonyOutcome.of(ceremony.run)
  }

  func resume(_ name: String) async throws -> CeremonyOutcome {
    let ceremony = try ceremony(name, .none)
    return await CeremonyOutcome.of(ceremony.resume)
  }

  var labels: [String] { tokens.withLock { $0.values.flatMap(\.labels) } }

  func token(_ label: String) -> FakeToken {
    tokens.withLock { tokens in
      if let token = tokens[label] { return token }
      let token = FakeToken(now: Bench.now, label: label)
      tokens[label] = token
      return token
    }
  }

  private func ceremony(_ name: String, _ saboteur: Saboteur) throws -> Ceremony {
    let script = try CeremonyStage.script(folder, name)
    let people = People(
      script.people.all.compactMap { person in
        keys[person.id].map { person.with(key: $0.publicKey, device: .keyFile("made for the test")) }
      })
    let room = RehearsalRoom(keys: keys, answers: [:], secrets: try bench.shares())
    return Ceremony(
      script: script, folder: bench.folder, transcriptPath: bench.path("\(name).jsonl"), screen: bench.screen,
      clock: saboteur.clock, conductor: SabotagedRoom(room: room, saboteur: saboteur), people: people, rehearsal: true,
      writeGate: saboteur.writeGate,
      openToken: { choice, _ throws(CeremonyError) in
        if saboteur.strikes(.wrongPIN) { throw CeremonyError(.token, "C_Login: CKR_PIN_INCORRECT") }
        return SabotagedToken(token: self.token(choice.label), saboteur: saboteur)
      })
  }
}

extension TokenChoice {
  /// The token's label, by its URI.
  var label: String { uri.split(separator: "=").last.map { String($0) } ?? uri }
}
