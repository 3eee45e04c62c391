import Cryptography
import Evidence
import Records
import TestSupport
import Testing
import TokenPool

@testable import PolicyGates

/// Evidence whose one gate admits: how these tests come by a permit, which nothing else can mint.
struct SampleEvidence: GatedEvidence {
  static let gates: [Gate<SampleEvidence>] = [Gate("Sample", [Admit()])]
  let now: Instant
  let terms = JudgingTerms(baseline: .etsi2026)
  let key: KeyIdentity
  let scheme: SignatureScheme?
  let publicKey: [UInt8]
  let messages: [[UInt8]]
  let form: MessageForm
  var scope: RuleScope? { nil }

  struct Admit: Rule {
    static let metadata = RuleMetadata(
      id: "sample.admit", source: RuleSource(standard: "Sample", edition: "1", clause: "1"))
    func applies(to subject: SampleEvidence) -> Bool { true }
    func check(_ subject: SampleEvidence) -> [Violation] { [] }
  }
}

/// What one test signs with.
struct Sample {
  static let now = Instant(seconds: 1_795_176_000)
  static let clock: @Sendable () -> Instant = { now }
  static let decision = DecisionID.random()

  let key: TestKey
  let spki: [UInt8]
  let identity: KeyIdentity

  init() throws {
    key = try TestKey(curve: .p256)
    spki = try key.spki
    identity = KeyIdentity(ckaID: [1], spkiSHA256: Hash.digest(spki, .sha256))
  }

  func permit(
    messages: [[UInt8]] = [[1, 2, 3]], key: KeyIdentity? = nil, publicKey: [UInt8]? = nil,
    scheme: SignatureScheme = .ecdsa(.sha256), form: MessageForm = .whole
  ) throws -> Permit {
    let evidence = SampleEvidence(
      now: Sample.now, key: key ?? identity, scheme: scheme, publicKey: publicKey ?? spki, messages: messages,
      form: form)
    switch PolicyGates.decide(evidence) {
    case .admitted(let permit, _): return permit
    case .refused(let evaluation): throw Refused(evaluation: evaluation)
    }
  }

  struct Refused: Error { let evaluation: Evaluation }

  func judgement(_ decision: DecisionID = Sample.decision, serial: SerialNumber? = nil) -> Judgement {
    Judgement(
      decision: decision, request: Hash.digest(Array(decision.text.utf8), .sha256), requester: "ra-1",
      issuer: "issuing", policy: "qcp-n", event: "initial", serial: serial, subjectKey: nil, decidedAt: Sample.now,
      gates: ["Sample"], findings: [], configuration: Hash.digest([], .sha256), demo: true, evidence: [])
  }

  func intent(
    messages: [[UInt8]] = [[1, 2, 3]], key: KeyIdentity? = nil, scheme: SignatureScheme = .ecdsa(.sha256),
    form: MessageForm = .whole
  ) -> Intent {
    Intent(judgement: judgement(), key: key ?? identity, scheme: scheme, messages: messages, form: form)
  }
}

/// A token that is a software key, until told to do something else.
struct FakeToken: TokenSigner {
  enum Behaviour: Sendable {
    case sign
    /// Signs another message than asked.
    case signAnother
    /// Takes a digest for a message.
    case hashAgain
    case garbage
    case fail(TokenPoolError)
    /// Signs this many and then fails.
    case signThenFail(Int, TokenPoolError)
    case run(@Sendable () -> Void)
  }

  let key: TestKey
  let behaviour: Behaviour
  let calls = Counter()

  func sign(
    key _: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    let number = await calls.next()
    switch behaviour {
    case .sign: return try signature(message, scheme, form)
    case .signAnother: return try signature(message + [0], scheme, .whole)
    case .hashAgain: return try signature(message, scheme, .whole)
    case .garbage: return [0x30, 0]
    case .fail(let error): throw error
    case .signThenFail(let count, let error):
      if number > count { throw error }
      return try signature(message, scheme, form)
    case .run(let body):
      body()
      return try signature(message, scheme, form)
    }
  }

  private func signature(
    _ message: [UInt8], _ scheme: SignatureScheme, _ form: MessageForm
  ) throws(TokenPoolError) -> [UInt8] {
    do { return try key.sign(message, scheme: scheme, form: form) } catch { throw .unavailable("\(error)") }
  }
}

actor Counter {
  private(set) var count = 0

  func next() -> Int {
    count += 1
    return count
  }
}
