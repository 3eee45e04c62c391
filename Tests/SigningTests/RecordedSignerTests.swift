import Cryptography
import Evidence
import PolicyGates
import RecordStores
import Records
import Signing
import TestSupport
import Testing
import TokenPool

@Suite struct RecordedSignerTests {
  private let sample: Sample
  private let store = MemoryStore(clock: Sample.clock)

  init() throws { sample = try Sample() }

  private func sign(
    _ behaviour: FakeToken.Behaviour, messages: [[UInt8]] = [[1, 2, 3]], at now: Instant = Sample.now,
    assemble: (SignedMessages) throws -> [UInt8] = { $0.signatures.flatMap(\.self) }
  ) async throws -> [UInt8] {
    let signer = RecordedSigner(
      Signer(FakeToken(key: sample.key, behaviour: behaviour)), journal: Journal(store), clock: { now })
    return try await signer.sign(
      try sample.permit(messages: messages), judgement: sample.judgement(), assemble: assemble)
  }

  private var kinds: [RecordKind] {
    get async { await store.records(from: 1, limit: 10).map(\.kind) }
  }

  @Test func `intent, then outcome with the whole object, then the answer`() async throws {
    let object = try await sign(.sign)
    #expect(await kinds == [.intent, .outcome])
    let stored = try #require(await store.decision(.id(Sample.decision)))
    #expect(stored.entry.state == .concluded(.signed(object: Blob(object).address)))
    #expect(await store.blob(Blob(object).address) == object)
  }

  @Test func `the intent is on record before the token is asked`() async throws {
    let store = store
    let seen = Seen()
    let token = ObservingToken(key: sample.key) { await seen.set(await store.records(from: 1, limit: 10).map(\.kind)) }
    let signer = RecordedSigner(Signer(token), journal: Journal(store), clock: Sample.clock)
    _ = try await signer.sign(try sample.permit(), judgement: sample.judgement()) { $0.signatures[0] }
    #expect(await seen.kinds == [.intent])
  }

  @Test func `a second use of the same request signs nothing and touches nothing`() async throws {
    _ = try await sign(.sign)
    await #expect(throws: SigningError.journal(.conflict(.duplicateDecision(Sample.decision)))) {
      try await sign(.run { Issue.record("the token was asked") })
    }
    #expect(await kinds == [.intent, .outcome])
  }

  @Test func `an incident is on record and nothing is released`() async throws {
    await #expect(throws: SigningError.incident(message: 0)) { try await sign(.signAnother) }
    #expect(await kinds == [.intent, .incident])
  }

  @Test func `where the token was never asked, the record says so`() async throws {
    await #expect(throws: SigningError.token(.busy, message: 0)) { try await sign(.fail(.busy)) }
    #expect(await kinds == [.intent, .notSigned])
  }

  @Test func `a permit that ended while it waited is not used`() async throws {
    await #expect(throws: SigningError.self) { try await sign(.sign, at: Sample.now.adding(seconds: 3600)) }
    #expect(await kinds == [.intent, .notSigned])
  }

  @Test func `where a signature may exist, the record says that nobody knows`() async throws {
    await #expect(throws: SigningError.token(.unavailable("gone"), message: 0)) {
      try await sign(.fail(.unavailable("gone")))
    }
    #expect(await kinds == [.intent, .outcomeUnknown])
  }

  @Test func `busy after a first signature is not called unsigned`() async throws {
    await #expect(throws: SigningError.token(.busy, message: 1)) {
      try await sign(.signThenFail(1, .busy), messages: [[1], [2]])
    }
    #expect(await kinds == [.intent, .outcomeUnknown])
  }

  @Test func `an object that cannot be put together is not released`() async throws {
    await #expect(throws: SigningError.assembly("Broken()")) {
      try await sign(.sign) { _ in throw Broken() }
    }
    #expect(await kinds == [.intent, .outcomeUnknown])
  }
}

private struct Broken: Error {}

private actor Seen {
  private(set) var kinds: [RecordKind] = []
  func set(_ kinds: [RecordKind]) { self.kinds = kinds }
}

private struct ObservingToken: TokenSigner {
  let key: TestKey
  let observe: @Sendable () async -> Void

  func sign(
    key _: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    await observe()
    do { return try key.sign(message, scheme: scheme, form: form) } catch { throw .unavailable("\(error)") }
  }
}
