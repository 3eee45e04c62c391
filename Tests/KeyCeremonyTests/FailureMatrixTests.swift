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

  @Test(arguments: CeremonyFolder.all, Fault.allCases)
  func `a ceremony that fails at any point names what is left, and ends right when it is carried on`(
    folder: CeremonyFolder, fault: Fault
  ) async throws {
    let beginning = try CeremonyStage(folder)
    for script in folder.scripts {
      // A clock that was wrong from the beginning is for the witness to notice.
      let first = fault == .clockJump ? 2 : 1
      var occasion = first
      while try await fails(script, from: beginning, fault, occasion) { occasion += FailureMatrix.stride }
      let people = try CeremonyStage.script(folder, script).people
      #expect(
        occasion > first || fault.mayBeAbsent(among: people), "\(folder.name)/\(script): \(fault.rawValue) never struck"
      )
      #expect(try await beginning.run(script).error == nil)
    }
  }

  /// Lets one thing go wrong. False where the ceremony does not come to it.
  private func fails(
    _ script: String, from beginning: CeremonyStage, _ fault: Fault, _ occasion: Int
  ) async throws -> Bool {
    let stage = try CeremonyStage(copying: beginning)
    let saboteur = Saboteur(fault, at: occasion)
    let place: Comment = "\(stage.folder.name)/\(script), \(fault.rawValue) \(occasion)"
    let outcome = try await stage.run(script, saboteur: saboteur)
    guard saboteur.struck else {
      #expect(outcome.error == nil, "\(place) does not come to it, and fails")
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

/// How much of the matrix is tried: all of it takes minutes, so the tests take each third occasion.
enum FailureMatrix {
  static let stride = ProcessInfo.processInfo.environment["SEALGATE_WHOLE_MATRIX"] == nil ? 3 : 1
}

extension FailureMatrixTests.Fault {
  /// Ceremonies without outputs have none that could exist, and those without people have nobody who signs.
  func mayBeAbsent(among people: People) -> Bool {
    self == .outputExists || (self == .wrongPerson && people.all.isEmpty)
  }
}

extension CeremonyStage {
  /// What has to hold after a failure: its message and the transcript name what is left, and the ceremony ends right.
  func requireRightEnd(_ name: String, after error: CeremonyError, _ place: Comment) async throws {
    guard bench.exists("\(name).jsonl") else {
      // It failed before anything was done: nothing is left, and a clean run ends right.
      let outcome = try await run(name)
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
    for label in Set(script.tokens.map(\.label)) {
      let labels = token(label).labels
      #expect(Set(labels).count == labels.count, "\(place): a key was made twice")
    }
    for output in outcome.lines.filter({ $0.record.kind == .outputWritten }).compactMap(\.record.value) {
      let path = try #require(output["path"]?.text)
      #expect(Hash.digest(try FilePath.read(path)).hex == output["contentSHA256"]?.text, place)
    }
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
  let token: FakeToken
  let saboteur: Saboteur

  var identity: TokenIdentity { token.identity }

  private func call<Result>(_ body: () throws(CeremonyError) -> Result) throws(CeremonyError) -> Result {
    if saboteur.strikes(.tokenPulled, lasts: true) { throw CeremonyError(.token, "CKR_DEVICE_REMOVED") }
    let result = try body()
    if saboteur.strikes(.answerLost, lasts: true) { throw CeremonyError(.token, "CKR_DEVICE_ERROR") }
    return result
  }

  func hasObject(label: String, id: [UInt8]) throws(CeremonyError) -> Bool {
    try call { () throws(CeremonyError) in token.hasObject(label: label, id: id) }
  }

  func keyPair(label: String) throws(CeremonyError) -> CeremonyKeyPair {
    try call { () throws(CeremonyError) in try token.keyPair(label: label) }
  }

  func random(_ count: Int) throws(CeremonyError) -> [UInt8] {
    try call { () throws(CeremonyError) in token.random(count) }
  }

  func generate(
    _ kind: KeyPairKind, label: String, id: [UInt8], protection: KeyProtection
  ) throws(CeremonyError) -> CeremonyKeyPair {
    try call { () throws(CeremonyError) in try token.generate(kind, label: label, id: id, protection: protection) }
  }

  func attributes(of pair: CeremonyKeyPair) throws(CeremonyError) -> KeyAttributes {
    try call { () throws(CeremonyError) in token.attributes(of: pair) }
  }

  func sign(
    key: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) throws(TokenPoolError) -> [UInt8] {
    if saboteur.strikes(.tokenPulled, lasts: true) { throw .unavailable("C_Sign: CKR_DEVICE_REMOVED") }
    let signature = try token.sign(key: key, scheme: scheme, message: message, form: form)
    if saboteur.strikes(.answerLost, lasts: true) { throw .unavailable("C_Sign: CKR_DEVICE_ERROR") }
    return signature
  }
}
