import Cryptography
import Evidence
import Glibc
import PKCS11
import TokenPool

/// What it costs that a key lies wrapped outside the token: signatures a second with a key on the token, and with one that
/// is unwrapped and destroyed for each signature; by calls alone, and through the pool as the gateway does it.
struct WrappedKeys {
  let module: String
  let token: String
  let pinFile: String
  let milliseconds: Int64
  let rounds: Int

  struct Key {
    let name: String
    let kind: KeyPairKind
    let scheme: SignatureScheme
    let mechanism: Mechanism
    let type: KeyType
    let signatureLength: Int

    static let all = [
      Key(
        name: "p256", kind: .ec(.p256), scheme: .ecdsa(.sha256), mechanism: Mechanism(.ecdsa), type: .ec,
        signatureLength: 64),
      Key(
        name: "rsa2048", kind: .rsa(bits: 2048), scheme: .rsaPKCS1(.sha256), mechanism: Mechanism(.rsaPKCS), type: .rsa,
        signatureLength: 256),
    ]
  }

  /// Medians over the rounds, with one lane and one caller. The ways take turns in each round, so that a machine that is
  /// busy for a while slows all of them.
  func measure(_ key: Key) async throws -> [String: Int64] {
    let host = try ModuleHost.shared(modulePath: module)
    let settings = TokenPool.Settings(uri: try PKCS11URI("pkcs11:token=\(token)"), pinFile: pinFile, lanes: 1)
    let pool = try TokenPool(host: host, settings: settings)
    defer { pool.stop() }
    let wrapping = try await pool.wrappingKey(label: "bench-wrapping").identity
    let onToken = try await pool.generateKeyPair(key.kind, label: "bench-\(key.name)", id: Array(key.name.utf8))
    let wrapped = try await pool.generateWrapped(key.kind, under: wrapping, at: Instant(seconds: 0)).key
    let digest = Hash.digest(Array(key.name.utf8)).bytes
    let form = MessageForm.digest(pssSaltLength: nil)
    let signer = WrappedKeySigner(pool: pool, key: wrapped)
    // The pool has logged this process in.
    let session = try Session(host.module, slot: pool.token.slot, readWrite: true)
    let calls = try Calls(key: key, identity: onToken.identity, wrapped: wrapped, session: session)

    var rates: [String: [Int64]] = [:]
    for _ in 0..<max(1, rounds) {
      rates["rawPerSecond", default: []].append(try perSecond { try calls.sign(session) })
      rates["rawWrappedPerSecond", default: []].append(try perSecond { try calls.unwrapAndSign(session) })
      rates["poolPerSecond", default: []].append(
        try await perSecond {
          _ = try await pool.sign(key: onToken.identity, scheme: key.scheme, message: digest, form: form)
        })
      rates["poolWrappedPerSecond", default: []].append(
        try await perSecond {
          _ = try await signer.sign(key: wrapped.identity, scheme: key.scheme, message: digest, form: form)
        })
    }
    // Processor time, which a busy machine changes little.
    let rawTime = try Parts.time(milliseconds) { try counted { try calls.sign(session) } }
    let wrappedTime = try Parts.time(milliseconds) { try counted { try calls.unwrapAndSign(session) } }
    let left = try await pool.destroyKeyPair(onToken.identity).left
    guard left == 0 else { throw Sample.Unusable(description: "the bench's own key is still on the token") }
    var result = rates.mapValues { $0.sorted()[$0.count / 2] }
    result["rawNanoseconds"] = rawTime
    result["rawWrappedNanoseconds"] = wrappedTime
    for (part, whole, name) in [
      ("rawWrappedPerSecond", "rawPerSecond", "rawWrappedPercentOfRaw"),
      ("poolWrappedPerSecond", "rawPerSecond", "poolWrappedPercentOfRaw"),
      ("poolWrappedPerSecond", "poolPerSecond", "poolWrappedPercentOfPool"),
    ] {
      if let part = result[part], let whole = result[whole], whole > 0 { result[name] = part * 100 / whole }
    }
    return result
  }

  private func counted(_ body: () throws -> Void) throws -> Int {
    try body()
    return 1
  }

  private func perSecond(_ body: () throws -> Void) throws -> Int64 {
    let start = WrappedKeys.now()
    var count: Int64 = 0
    while WrappedKeys.now() - start < milliseconds * 1_000_000 {
      try body()
      count += 1
    }
    return count * 1_000_000_000 / max(1, WrappedKeys.now() - start)
  }

  private func perSecond(_ body: () async throws -> Void) async throws -> Int64 {
    let start = WrappedKeys.now()
    var count: Int64 = 0
    while WrappedKeys.now() - start < milliseconds * 1_000_000 {
      try await body()
      count += 1
    }
    return count * 1_000_000_000 / max(1, WrappedKeys.now() - start)
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// The module's functions in a row, with nothing of the pool around them.
private struct Calls {
  private let key: WrappedKeys.Key
  private let privateKey: ObjectHandle
  private let wrapping: ObjectHandle
  private let bytes: [UInt8]
  /// As long as a SHA-256 digest, or its DigestInfo.
  private let data: [UInt8]
  private let template: [Attribute]

  init(key: WrappedKeys.Key, identity: KeyIdentity, wrapped: WrappedKey, session: borrowing Session) throws {
    let keys = try session.find([Attribute(.privateKey), Attribute(.id, identity.ckaID)])
    let wrappings = try session.find([Attribute(.secretKey), Attribute(.label, wrapped.wrappingKey.label)])
    guard let privateKey = keys.first, let wrapping = wrappings.first, wrapped.mechanism == .aesKeyWrapPad else {
      throw Sample.Unusable(description: "the token has not the bench's keys")
    }
    self.key = key
    self.privateKey = privateKey
    self.wrapping = wrapping
    bytes = wrapped.bytes
    data = [UInt8](repeating: 1, count: key.type == .rsa ? 51 : 32)
    template = [
      Attribute(.privateKey), Attribute(.keyType, number: key.type.rawValue), Attribute(.token, false),
      Attribute(.isPrivate, true), Attribute(.sensitive, true), Attribute(.extractable, false), Attribute(.sign, true),
    ]
  }

  func sign(_ session: borrowing Session) throws(PKCS11Error) {
    _ = try session.sign(key.mechanism, key: privateKey, data, signatureLength: key.signatureLength)
  }

  func unwrapAndSign(_ session: borrowing Session) throws(PKCS11Error) {
    let object = try session.unwrapKey(Mechanism(.aesKeyWrapPad), bytes, under: wrapping, template)
    _ = try session.sign(key.mechanism, key: object, data, signatureLength: key.signatureLength)
    try session.destroy(object)
  }
}
