import CommandLineTools
import Cryptography
import Evidence
import Foundation
import Records
import Synchronization
import Testing
import TokenPool

@testable import KeyCeremony

/// A failure at every step of every ceremony: what is left is named, and the ceremony carried on ends right.
///
/// The matrix is generated: each way to fail is tried at its first, second, … occasion until the ceremony no longer
/// meets it. Tokens are in memory here; `ReenactmentTests` holds the same ceremonies on SoftHSM.
@Suite struct FailureMatrixTests {
  enum Fault: String, CaseIterable, Sendable {
    /// The n-th write fails, and all after it: the medium is full, or the machine was switched off there.
    case diskFull
    /// The n-th call to the token fails, and all after it. The call had no effect.
    case tokenPulled
    /// The n-th call to the token has its effect, and its answer is lost.
    case answerLost
    /// Somebody else's key signs the n-th approval.
    case wrongPerson
    /// The room stops at the n-th page.
    case stopped
    /// The time of day is set forward at the n-th look.
    case clockJump
    /// The n-th token that is opened refuses the PIN.
    case wrongPIN
    /// The n-th output exists before it is written.
    case outputExists
  }

  @Test(arguments: CeremonyFolder.all.filter { !$0.needsModule }, Fault.allCases)
  func `a ceremony that fails at any point names what is left, and ends right when it is carried on`(
    folder: CeremonyFolder, fault: Fault
  ) async throws {
    let beginning = try CeremonyStage(folder)
    for script in folder.scripts {
      try await FailureMatrix.tryAll(script, of: folder, fault, stride: FailureMatrix.stride) {
        try CeremonyStage(copying: beginning)
      }
      #expect(try await beginning.run(script).error == nil)
    }
  }

}

/// Backups, restorations, destructions and initialisations are between the ceremony and a module.
@Suite(.serialized) struct CustodyMatrixTests {
  @Test(arguments: CeremonyFolder.all.filter(\.needsModule), FailureMatrixTests.Fault.allCases)
  func `custody that fails at any point on SoftHSM ends right when it is carried on`(
    folder: CeremonyFolder, fault: FailureMatrixTests.Fault
  ) async throws {
    for (index, script) in folder.scripts.enumerated() {
      try await FailureMatrix.tryAll(script, of: folder, fault, stride: FailureMatrix.moduleStride) {
        let stage = try SoftHSMStage(folder)
        for earlier in folder.scripts.prefix(index) {
          #expect(try await stage.run(earlier, saboteur: .none).error == nil)
        }
        return stage
      }
    }
  }
}

extension CeremonyFolder {
  /// Whether its steps ask more of a token than keys and signatures.
  var needsModule: Bool {
    let verbs = ["initialise-token", "backup", "restore", "restore-rehearsal", "replace-custodians", "destroy-key"]
    return scripts.contains { script in
      guard let text = try? text(script) else { return false }
      return verbs.contains { text.contains("verb: \($0)\n") }
    }
  }
}

/// How much of the matrix is tried: all of it takes long, so the tests take a part; SEALGATE_WHOLE_MATRIX=1 takes all.
enum FailureMatrix {
  private static let isWhole = ProcessInfo.processInfo.environment["SEALGATE_WHOLE_MATRIX"] != nil
  static let stride = isWhole ? 1 : 23
  static let moduleStride = isWhole ? 1 : 97

  /// Lets a fault strike at its occasions, each on a stage of its own, until the ceremony does not come to it.
  static func tryAll(
    _ script: String, of folder: CeremonyFolder, _ fault: FailureMatrixTests.Fault, stride: Int,
    stage: () async throws -> some Stage
  ) async throws {
    // A clock that was wrong from the beginning is for the witness to notice.
    let first = fault == .clockJump ? 2 : 1
    var occasion = first
    while try await fails(script, fault, occasion, on: try await stage()) { occasion += stride }
    let people = try CeremonyStage.script(folder, script).people
    #expect(
      occasion > first || fault.mayBeAbsent(among: people), "\(folder.name)/\(script): \(fault.rawValue) never struck")
  }

  /// Lets one thing go wrong. False where the ceremony does not come to it.
  private static func fails(
    _ script: String, _ fault: FailureMatrixTests.Fault, _ occasion: Int, on stage: some Stage
  ) async throws -> Bool {
    let saboteur = Saboteur(fault, at: occasion)
    let place: Comment = "\(stage.folder.name)/\(script), \(fault.rawValue) \(occasion)"
    let outcome = try await stage.run(script, saboteur: saboteur)
    guard saboteur.struck else {
      #expect(outcome.error == nil, "\(place) does not come to it, and fails: \(outcome.error?.message ?? "")")
      return false
    }
    if fault == .clockJump, outcome.error == nil {
      // Nothing was recorded after the last record, so nothing could show that its time is another day's.
      #expect(Set(outcome.lines.dropLast().map(\.record.time)) == [Bench.now], place)
      return true
    }
    let error = try #require(outcome.error, "\(place): nobody noticed")
    try await stage.requireRightEnd(script, after: error, place)
    return true
  }
}

extension FailureMatrixTests.Fault {
  /// Ceremonies without outputs have none that could exist, and those without people have nobody who signs.
  func mayBeAbsent(among people: People) -> Bool {
    self == .outputExists || (self == .wrongPerson && people.all.isEmpty)
  }
}

extension Stage {
  /// What has to hold after a failure: its message and the transcript name what is left, and the ceremony ends right.
  func requireRightEnd(_ name: String, after error: CeremonyError, _ place: Comment) async throws {
    guard bench.exists("\(name).jsonl") else {
      // It failed before anything was done: nothing is left, and a clean run ends right.
      let outcome = try await run(name, saboteur: .none)
      #expect(outcome.error == nil, place)
      return
    }
    #expect(error.message.contains("left behind: "), place)
    clearStrangers(named: error)
    let outcome = try await resume(name)
    #expect(outcome.error == nil, "\(place): \(outcome.error?.message ?? "")")
    #expect(outcome.lines.contains { $0.record.kind == .ceremonyClosed }, place)
    let script = try CeremonyStage.script(folder, name)
    #expect(Set(StepEvidence.read(outcome.lines).filter(\.isDone).map(\.step)) == Set(script.steps.map(\.id)), place)
    #expect(Set(labels).count == labels.count, "\(place): a key was made twice")
    try requireVerified(name, place)
  }

  /// What an auditor says, who has script, transcript and outputs and no token.
  func requireVerified(_ name: String, _ place: Comment? = nil) throws {
    let transcript = try bench.bytes("\(name).jsonl")
    let lines = try Transcript.verified(transcript)
    let source = try #require(lines.first?.blobs.first?.content)
    let outputs = try Folder.files(bench.folder)
    // The ceremonies before it tell where keys, backups and shares come from.
    let earlier = try folder.scripts.prefix { $0 != name }.map { try bench.bytes("\($0).jsonl") }
    let verdict = Audit.verdict(
      on: CeremonyFiles(script: source, transcript: transcript, outputs: outputs, earlier: Array(earlier)))
    let errors = verdict.findings.filter { $0.severity == .error || $0.what.contains("is not in this transcript") }
    #expect(errors == [], place ?? "\(name)")
  }

  /// Takes away what somebody else put in the place of an output, as the hint says.
  private func clearStrangers(named error: CeremonyError) {
    for name in bench.files where (try? bench.bytes(name)) == Array("somebody else's".utf8) { try? bench.remove(name) }
  }
}

/// Makes one thing go wrong, once its time has come.
final class Saboteur: Sendable {
  let fault: FailureMatrixTests.Fault
  private let occasion: Int
  private let state = Mutex((count: 0, struck: false))

  init(_ fault: FailureMatrixTests.Fault, at occasion: Int) {
    self.fault = fault
    self.occasion = occasion
  }

  var struck: Bool { state.withLock { $0.struck } }

  /// Whether this occasion is the one, or comes after it where the fault lasts.
  func strikes(_ kind: FailureMatrixTests.Fault, lasts: Bool = false) -> Bool {
    guard kind == fault else { return false }
    return state.withLock { state in
      state.count += 1
      if state.count == occasion { state.struck = true }
      return state.count == occasion || (lasts && state.count > occasion)
    }
  }
}

extension Saboteur {
  /// Nothing goes wrong.
  static var none: Saboteur { Saboteur(.stopped, at: .max) }

  /// A day ahead from the fault on.
  var clock: CeremonyClock {
    CeremonyClock(
      now: { self.strikes(.clockJump, lasts: true) ? Bench.now.adding(seconds: 86400) : Bench.now }, monotonic: { 0 })
  }

  var writeGate: WriteGate {
    { path throws(CeremonyError) in
      if self.strikes(.diskFull, lasts: true) { throw CeremonyError(.store, "cannot write \(path): no space left") }
      if !path.hasSuffix(".jsonl"), self.strikes(.outputExists) {
        do { try Bench.put("somebody else's", at: path) } catch { Issue.record("\(error)") }
      }
    }
  }
}

/// A room in which the wrong person signs, or somebody says stop.
struct SabotagedRoom: Conductor {
  let room: RehearsalRoom
  let saboteur: Saboteur

  func turn(to page: StepPage) -> PageAnswer {
    saboteur.strikes(.stopped) ? .stop(reason: "the fire alarm") : room.turn(to: page)
  }

  func ask(_ question: Question, step: String) throws(CeremonyError) -> String { try room.ask(question, step: step) }

  func secret(_ question: Question, step: String) throws(CeremonyError) -> SecretBytes {
    try room.secret(question, step: step)
  }

  func reveal(_ secret: borrowing SecretBytes, to person: Person, _ title: String, step: String) {
    room.reveal(secret, to: person, title, step: step)
  }

  func signature(over statement: SignedStatement, by person: Person) throws(CeremonyError) -> StatementSignature {
    guard saboteur.strikes(.wrongPerson) else { return try room.signature(over: statement, by: person) }
    do {
      let stranger = try SoftwareKey(pem: try SoftwareKey.newPEM(on: .p256))
      return .plain(.ecdsa(.sha256), try stranger.sign(statement.bytes, scheme: .ecdsa(.sha256)))
    } catch {
      throw CeremonyError(.token, "\(error)")
    }
  }
}

/// A token that is pulled out, before a call or after it.
struct SabotagedToken: CeremonyToken {
  let token: any CeremonyToken
  let saboteur: Saboteur

  var identity: TokenIdentity { token.identity }

  private func call<Value: Sendable>(
    _ body: () async throws(CeremonyError) -> Value
  ) async throws(CeremonyError) -> Value {
    if saboteur.strikes(.tokenPulled, lasts: true) { throw CeremonyError(.token, "CKR_DEVICE_REMOVED") }
    let value = try await body()
    if saboteur.strikes(.answerLost, lasts: true) { throw CeremonyError(.token, "CKR_DEVICE_ERROR") }
    return value
  }

  func hasObject(label: String, id: [UInt8]) async throws(CeremonyError) -> Bool {
    try await call { () throws(CeremonyError) in try await token.hasObject(label: label, id: id) }
  }

  func keyPair(label: String) async throws(CeremonyError) -> CeremonyKeyPair {
    try await call { () throws(CeremonyError) in try await token.keyPair(label: label) }
  }

  func random(_ count: Int) async throws(CeremonyError) -> [UInt8] {
    try await call { () throws(CeremonyError) in try await token.random(count) }
  }

  func generate(
    _ kind: KeyPairKind, label: String, id: [UInt8], protection: KeyProtection
  ) async throws(CeremonyError) -> CeremonyKeyPair {
    try await call { () throws(CeremonyError) in
      try await token.generate(kind, label: label, id: id, protection: protection)
    }
  }

  func withPool<Value: Sendable>(
    _ body: @Sendable (TokenPool) async throws(TokenPoolError) -> Value
  ) async throws(CeremonyError) -> Value {
    try await call { () throws(CeremonyError) in try await token.withPool(body) }
  }

  func userPINIsNow(_ pin: @escaping TokenPool.PINSource) { token.userPINIsNow(pin) }

  func attributes(of pair: CeremonyKeyPair) async throws(CeremonyError) -> KeyAttributes {
    try await call { () throws(CeremonyError) in try await token.attributes(of: pair) }
  }

  func sign(
    key: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    if saboteur.strikes(.tokenPulled, lasts: true) { throw .unavailable("C_Sign: CKR_DEVICE_REMOVED") }
    let signature = try await token.sign(key: key, scheme: scheme, message: message, form: form)
    if saboteur.strikes(.answerLost, lasts: true) { throw .unavailable("C_Sign: CKR_DEVICE_ERROR") }
    return signature
  }
}
