import Cryptography
import DER
import Evidence
@testable import Records
import Testing
import WebAuthn

@testable import KeyCeremony

/// A ceremony that was held, and what it left.
struct HeldCeremony {
  let bench: Bench
  var files: CeremonyFiles
  let room: RehearsalRoom
  let token: FakeToken
  let ceremony: Ceremony

  /// The root ceremony of the demonstration, for real: four people whose keys the script names.
  static func root(
    demo: Bool = false, rehearsal: Bool = false, people: Bool = true, keyFiles: Bool = false,
    authenticator: Bool = false, kinds: [String: String] = [:], edit: (String) -> String = { $0 }
  ) async throws -> HeldCeremony {
    let bench = try Bench()
    var keys: [String: SoftwareKey] = [:]
    var text = try Repository.text("ceremonies/demo/01-root.yaml").replacing("ca-token.pin", with: "pin")
    if !demo { text = text.replacing("  demo: true\n", with: "") }
    if people {
      var entries = "people:\n"
      for (id, role) in [
        ("sofia", "security-officer"), ("carl", "custodian"), ("cora", "custodian"), ("wanda", "external-witness"),
      ] {
        var key = try SoftwareKey(pem: try SoftwareKey.newPEM(on: .p256))
        if keyFiles {
          var secret = Array("correct horse battery".utf8)
          let passphrase = SecretBytes(&secret)
          let (file, _) = try SoftwareKey.newEncryptedPEM(on: .p256, passphrase: passphrase)
          key = try SoftwareKey(encryptedPEM: file, passphrase: passphrase)
          try bench.write("\(id).key", String(decoding: file, as: UTF8.self))
        }
        if let kind = kinds[id] {
          let made = try Shell.run("openssl genpkey \(kind) 2>/dev/null", in: bench.folder)
          key = try SoftwareKey(pem: Array(made.output.utf8))
        }
        keys[id] = key
        let pem = PEM(label: "PUBLIC KEY", bytes: key.publicKey.facts.spki).text
        entries += "  - id: \(id)\n    name: \(id) Example\n    roles: [\(role)]\n    public-key: |\n"
        entries += pem.split(separator: "\n").map { "      \($0)\n" }.joined()
        let device = authenticator && id == "sofia" ? "fido2: { credential: AQID }" : "key-file: \(id).key"
        entries += "    signs-with: { \(device) }\n"
      }
      entries += "approvals: [{ role: security-officer }, { role: custodian, count: 2 }]\n"
      text = text.replacing("\nsteps:\n", with: "\n\(entries)\nsteps:\n")
    }
    return try await hold(edit(text), bench, keys, rehearsal: rehearsal)
  }

  /// Carries a script out on a token in memory.
  static func hold(
    _ text: String, _ given: Bench? = nil, _ keys: [String: SoftwareKey] = [:], rehearsal: Bool = false
  ) async throws -> HeldCeremony {
    let bench = try given ?? Bench()
    let token = FakeToken(now: Bench.now)
    let script = try Script(yaml: Array(text.utf8))
    var room = RehearsalRoom(keys: keys, answers: [:], secrets: [:])
    var present: People?
    if rehearsal { (room, present) = try RehearsalRoom.prepare(script.people) }
    let conductor: any Conductor = script.people.all.isEmpty ? EmptyRoom() : AuthenticatorRoom(room: room)
    let ceremony = Ceremony(
      script: script, folder: bench.folder, transcriptPath: bench.path("t"), screen: bench.screen, clock: clock(),
      conductor: conductor, people: present, rehearsal: rehearsal,
      openToken: { [token] _, _ throws(CeremonyError) in token })
    _ = try await ceremony.run()
    let files = CeremonyFiles(
      script: Array(text.utf8), transcript: try bench.bytes("t"),
      outputs: bench.exists("root.pem") ? ["root.pem": try bench.bytes("root.pem")] : [:],
      outputsAreAll: true)
    return HeldCeremony(bench: bench, files: files, room: room, token: token, ceremony: ceremony)
  }

  /// A second between two looks, on both clocks.
  static func clock() -> CeremonyClock {
    let ticks = Counter()
    return CeremonyClock(
      now: { Bench.now.adding(seconds: Int64(ticks.take())) }, monotonic: { Int64(ticks.take()) * 1_000_000_000 })
  }

  var verdict: AuditVerdict { Audit.verdict(on: files) }

  /// A record as a forger sees it.
  struct Draft {
    var kind: RecordKind
    var body: JSONValue
    var blobs: [Blob]
    var time: Instant
  }

  /// The evidence with its records changed and the chain made anew, as somebody would who has the file and no keys.
  func forged(_ change: (inout [Draft]) throws -> Void) throws -> HeldCeremony {
    var drafts = try Transcript.verified(files.transcript).map { line in
      Draft(
        kind: line.record.kind, body: try #require(line.record.value), blobs: line.blobs, time: line.record.time)
    }
    try change(&drafts)
    var chain = ChainState.empty
    var bytes: [UInt8] = []
    for draft in drafts {
      bytes += Transcript.write(
        chain.seal(Entry(draft.kind, draft.body, blobs: draft.blobs), at: draft.time), draft.blobs)
    }
    var copy = self
    copy.files.transcript = bytes
    return copy
  }
}

extension [HeldCeremony.Draft] {
  /// The place of the nth record of a kind.
  func place(_ kind: RecordKind, _ number: Int = 0) throws -> Int {
    let found = indices.filter { self[$0].kind == kind }
    try #require(found.indices.contains(number))
    return found[number]
  }
}

/// A rehearsal's room in which authenticators of the script are software.
struct AuthenticatorRoom: Conductor {
  let room: RehearsalRoom

  func turn(to page: StepPage) -> PageAnswer { .goOn }

  func ask(_ question: Question, step: String) throws(CeremonyError) -> String {
    try room.ask(question, step: step)
  }

  func secret(_ question: Question, step: String) throws(CeremonyError) -> SecretBytes {
    try room.secret(question, step: step)
  }

  func reveal(_ secret: borrowing SecretBytes, to person: Person, _ title: String, step: String) {}

  func signature(over statement: SignedStatement, by person: Person) throws(CeremonyError) -> StatementSignature {
    guard let key = room.keys[person.id] else { return try room.signature(over: statement, by: person) }
    guard case .fido2 = person.device else {
      guard let scheme = person.scheme, let signature = try? key.sign(statement.bytes, scheme: scheme) else {
        throw CeremonyError(.token, "the key of \(person.id) does not sign")
      }
      return .plain(scheme, signature)
    }
    let client = SecurityKeyAnswer.clientData(
      challenge: AuthenticatorDevice.challenge(statement.bytes), relyingPartyID: AuthenticatorDevice.relyingPartyID)
    let data = Hash.digest(Array(AuthenticatorDevice.relyingPartyID.utf8)).bytes + [0x05, 0, 0, 0, 1]
    let answer = SecurityKeyAnswer(authenticatorData: data, clientData: client, signature: [])
    do {
      return .fido2(
        authenticatorData: data, clientData: client,
        signature: try key.sign(answer.signedBytes, scheme: .ecdsa(.sha256)))
    } catch { throw CeremonyError(.token, "\(error)") }
  }
}
