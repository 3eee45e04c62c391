import Cryptography
import Evidence
import Synchronization
import TestSupport

@testable import SigningGateway
@testable import TokenPool

/// A token of software keys that it makes itself.
final class FakeSubjectToken: SubjectToken {
  private struct State {
    var keys: [Digest: TestKey] = [:]
    var signatures = 0
    var isAway = false
    var data: [String: [UInt8]] = [:]
    var writes = 0
    var refusesData = false
    var wrappingKey: [UInt8]?
    var wrappingKeyCouldLeave = false
    var pairs: [[UInt8]: TokenKeyPair] = [:]
    var attributes: [[UInt8]: KeyAttributes] = [:]
    var losesAnswers = false
  }

  private let state = Mutex(State())

  var signatures: Int { state.withLock { $0.signatures } }
  var keys: Int { state.withLock { $0.keys.count } }
  /// What it keeps under a label, and how often that was written.
  func data(_ label: String) -> [UInt8]? { state.withLock { $0.data[label] } }
  var dataWrites: Int { state.withLock { $0.writes } }
  func forget(_ label: String) { state.withLock { $0.data[label] = nil } }
  func refuseData(_ refuses: Bool = true) { state.withLock { $0.refusesData = refuses } }
  func key(_ spki: Digest) -> TestKey? { state.withLock { $0.keys[spki] } }
  /// The next key is made, and nobody is told.
  func loseAnswer() { state.withLock { $0.losesAnswers = true } }
  func goAway() { state.withLock { $0.isAway = true } }

  func sign(
    key: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    let found = state.withLock { state in
      state.signatures += 1
      return state.keys[key.spkiSHA256]
    }
    guard let found else { throw .keyNotFound("\(key.spkiSHA256)") }
    do { return try found.sign(message, scheme: scheme, form: form) } catch { throw .unavailable("\(error)") }
  }

  func random(count: Int) async throws(TokenPoolError) -> [UInt8] { [UInt8](repeating: 7, count: count) }

  func attributes(ofKey spki: [UInt8], at now: Instant) async throws(TokenPoolError) -> KeyAttributes? {
    state.withLock { $0.attributes[spki] }
  }

  func pairs(_ key: IssuerSettings.Key) async throws(TokenPoolError) -> [TokenKeyPair] {
    guard case .id(let id) = key else { return [] }
    return [state.withLock { $0.pairs[id] }].compactMap { $0 }
  }

  func health() -> TokenHealth {
    TokenHealth(available: !state.withLock { $0.isAway }, queued: 0, queueLimit: 8)
  }

  var signatorySigner: any TokenSigner { self }

  func makeSubjectKey(
    _ kind: KeyPairKind, label: String, id: [UInt8], at now: Instant
  ) async throws(TokenPoolError) -> SubjectKeyPair {
    guard state.withLock({ $0.pairs[id] }) == nil else { throw .keyIsNotTheOne("the CKA_ID is there already") }
    let pair = try made(kind, .token(ckaID: id), extractable: .no, wrapped: nil)
    let isLost = state.withLock { state in
      state.pairs[id] = TokenKeyPair(
        identity: KeyIdentity(ckaID: id, spkiSHA256: Hash.digest(pair.spki)), label: label, spki: pair.spki)
      state.attributes[pair.spki] = pair.attributes
      defer { state.losesAnswers = false }
      return state.losesAnswers
    }
    if isLost { throw .unavailable("the connection went away") }
    return pair
  }

  func wrappingKeyFacts(_ label: String, create: Bool) async throws(TokenPoolError) -> WrappingKeyFacts {
    let (id, everLeft) = state.withLock { state in
      if create { state.wrappingKey = state.wrappingKey ?? [9] }
      return (state.wrappingKey, state.wrappingKeyCouldLeave)
    }
    guard let id else { throw .keyNotFound("no wrapping key") }
    return WrappingKeyFacts(
      label: label, ckaID: id, checkValue: nil, local: .yes, alwaysSensitive: .yes, neverExtractable: Truth(!everLeft),
      trusted: .no, isPrivate: .yes)
  }

  /// The wrapping key is one that once could leave the token.
  func letWrappingKeyLeave() { state.withLock { $0.wrappingKeyCouldLeave = true } }

  /// Another wrapping key in the place of the one there was, or none.
  func replaceWrappingKey(_ id: [UInt8]?) { state.withLock { $0.wrappingKey = id } }

  func makeWrappedSubjectKey(
    _ kind: KeyPairKind, under name: CredentialRecord.WrappingKeyName, at now: Instant
  ) async throws(TokenPoolError) -> SubjectKeyPair {
    try made(kind, .wrapped(mechanism: "fake", wrappingKey: name), extractable: .yes, wrapped: [1, 2, 3])
  }

  func signer(
    wrapped: [UInt8], spki: [UInt8], mechanism: String, wrappingKey: CredentialRecord.WrappingKeyName
  ) throws(GatewayError) -> any TokenSigner {
    guard wrapped == [1, 2, 3] else { throw .incident("another wrapped key", decision: nil) }
    return self
  }

  func readAllData(label: String) async throws(TokenPoolError) -> [[UInt8]] {
    [state.withLock { $0.data[label] }].compactMap { $0 }
  }

  func writeData(label: String, _ value: [UInt8]) async throws(TokenPoolError) {
    let isKept = state.withLock { state in
      guard !state.refusesData else { return false }
      state.data[label] = value
      state.writes += 1
      return true
    }
    if !isKept { throw .unavailable("the token keeps no data") }
  }

  func destroySubjectKey(_ identity: KeyIdentity) async throws(TokenPoolError) -> [String] {
    let found = state.withLock { $0.keys.removeValue(forKey: identity.spkiSHA256) }
    return found == nil ? [] : ["private", "public"]
  }

  private func made(
    _ kind: KeyPairKind, _ place: CredentialRecord.Place, extractable: Truth, wrapped: [UInt8]?
  ) throws(TokenPoolError) -> SubjectKeyPair {
    do {
      let key: TestKey =
        switch kind {
        case .rsa(let bits): try TestKey(rsaBits: bits)
        case .ec(let curve): try TestKey(curve: curve)
        case .ed25519: try TestKey.ed25519()
        }
      let spki = try key.spki
      state.withLock { $0.keys[Hash.digest(spki)] = key }
      let attributes = KeyAttributes(
        device: ConfigurationFolder.device, tokenLabel: "subject", hardwareSlot: .yes, spki: spki, local: .yes,
        sensitive: .yes, alwaysSensitive: .yes, neverExtractable: extractable.negated, extractable: extractable,
        generationMechanism: 0x1040, readAt: Sample.now)
      return SubjectKeyPair(spki: spki, attributes: attributes, place: place, wrapped: wrapped)
    } catch { throw .unavailable("\(error)") }
  }
}
