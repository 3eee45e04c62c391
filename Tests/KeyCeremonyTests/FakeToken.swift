import Cryptography
import Evidence
import Synchronization
import TestSupport
import TokenPool

@testable import KeyCeremony

/// A token in memory whose answers a test can spoil. Its keys are OpenSSL's.
final class FakeToken: CeremonyToken {
  enum Fault: Sendable {
    /// The new key reads back as extractable.
    case extractableKey
    case noKeyMade
    case noSignature
    case badSignature
  }

  private struct Entry {
    let label: String
    let pair: CeremonyKeyPair
    let key: TestKey
    let protection: KeyProtection
  }

  let identity: TokenIdentity
  private let entries = Mutex<[Entry]>([])
  private let draws = Mutex(0)
  private let faults: [Fault]
  private let now: Instant

  init(faults: [Fault] = [], now: Instant, serial: String = "1", label: String = "fake") {
    identity = TokenIdentity(
      label: label,
      device: DeviceIdentity(
        manufacturer: "Test", model: "Fake", serial: serial, hardwareVersion: "1.0", firmwareVersion: "2.6"))
    self.faults = faults
    self.now = now
  }

  /// A token with the same keys, which then goes its own way.
  init(copying other: FakeToken) {
    identity = other.identity
    faults = other.faults
    now = other.now
    let (kept, drawn) = (other.entries.withLock { $0 }, other.draws.withLock { $0 })
    entries.withLock { $0 = kept }
    draws.withLock { $0 = drawn }
  }

  /// Labels of the key pairs, in the order of their making.
  var labels: [String] { entries.withLock { $0.map(\.label) } }

  /// The token as it was before its first key.
  func forget() { entries.withLock { $0 = [] } }

  func hasObject(label: String, id: [UInt8]) -> Bool {
    entries.withLock { $0.contains { $0.label == label || $0.pair.identity.ckaID == id } }
  }

  func keyPair(label: String) throws(CeremonyError) -> CeremonyKeyPair {
    guard let pair = entries.withLock({ $0.first { $0.label == label }?.pair }) else {
      throw CeremonyError(.refused, "no key \(label)")
    }
    return pair
  }

  /// Other bytes at each call, and the same ones in each test.
  func random(_ count: Int) -> [UInt8] {
    let call = draws.withLock { calls in
      calls += 1
      return calls
    }
    return (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11 &* call) }
  }

  func generate(_ kind: KeyPairKind, label: String, id: [UInt8]) throws(CeremonyError) -> CeremonyKeyPair {
    try generate(kind, label: label, id: id, protection: .neverExtractable)
  }

  func generate(
    _ kind: KeyPairKind, label: String, id: [UInt8], protection: KeyProtection
  ) throws(CeremonyError) -> CeremonyKeyPair {
    if faults.contains(.noKeyMade) { throw CeremonyError(.token, "C_GenerateKeyPair: CKR_DEVICE_ERROR") }
    do {
      let key: TestKey =
        switch kind {
        case .rsa(let bits): try TestKey(rsaBits: bits)
        case .ec(let curve): try TestKey(curve: curve)
        case .ed25519: try TestKey.ed25519()
        }
      let facts = try key.publicKey.facts
      let pair = CeremonyKeyPair(
        identity: KeyIdentity(ckaID: id, spkiSHA256: facts.spkiSHA256), spki: facts.spki)
      entries.withLock { $0.append(Entry(label: label, pair: pair, key: key, protection: protection)) }
      return pair
    } catch {
      throw CeremonyError(.token, "\(error)")
    }
  }

  func attributes(of pair: CeremonyKeyPair) -> KeyAttributes {
    let backedUp = entries.withLock { $0.contains { $0.pair == pair && $0.protection == .underTrustedWrapping } }
    let extractable = faults.contains(.extractableKey) != backedUp
    return KeyAttributes(
      device: identity.device, tokenLabel: identity.label, hardwareSlot: .no, spki: pair.spki, local: .yes,
      sensitive: .yes, alwaysSensitive: .yes, neverExtractable: extractable ? .no : .yes,
      extractable: extractable ? .yes : .no, generationMechanism: 0x1040, readAt: now,
      wrapWithTrusted: backedUp ? .yes : .no)
  }

  func sign(
    key: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) throws(TokenPoolError) -> [UInt8] {
    if faults.contains(.noSignature) { throw .unavailable("C_Sign: CKR_DEVICE_REMOVED") }
    guard let entry = entries.withLock({ $0.first { $0.pair.identity == key } }) else { throw .busy }
    let message = faults.contains(.badSignature) ? [0] + message : message
    do { return try entry.key.sign(message, scheme: scheme, form: form) } catch { throw .unavailable("\(error)") }
  }
}
