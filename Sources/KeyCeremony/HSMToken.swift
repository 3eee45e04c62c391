internal import CommandLineTools
internal import Evidence
internal import PKCS11
internal import Synchronization
internal import TokenPool

/// A token behind a pool of one lane: the ceremony does one thing at a time.
struct HSMToken: CeremonyToken {
  let identity: TokenIdentity
  private let owner: PoolOwner
  private let source: PINHolder
  private let clock: @Sendable () -> Instant

  /// Loads the module, finds the one token that fits, and logs in. A PIN from a file is tried once; people who type it get
  /// more tries, as long as the token does not say that the next wrong one locks it.
  @Sendable static func open(_ choice: TokenChoice, folder: String) throws(CeremonyError) -> any CeremonyToken {
    try open(choice, folder: folder, ask: { question throws(CeremonyError) in try PINPrompt.ask(question) })
  }

  static func open(
    _ choice: TokenChoice, folder: String, ask: @escaping @Sendable (String) throws(CeremonyError) -> PIN
  ) throws(CeremonyError) -> any CeremonyToken {
    let host: ModuleHost
    let uri: PKCS11URI
    do throws(PKCS11Error) {
      host = try ModuleHost.shared(modulePath: choice.module)
      uri = try PKCS11URI(choice.uri)
    } catch { throw CeremonyError(error) }
    var what = "PIN of the token \(choice.uri)"
    var tries = choice.pin.isTyped ? mostTries : 1
    while true {
      let source = PINHolder(choice.pin.source(folder: folder, of: what, ask: ask))
      let settings = TokenPool.Settings(uri: uri, pin: source.pin, lanes: 1, queue: 1)
      do throws(PKCS11Error) {
        return HSMToken(try TokenPool(host: host, settings: settings), source, clock: SystemClock.now)
      } catch {
        tries -= 1
        guard error.code == .pinIncorrect, tries > 0 else { throw CeremonyError(error) }
        let state = (try? host.module.token(uri))?.userPIN
        guard let state, state.triesLeft == nil else {
          throw CeremonyError(
            .token, "\(error); \(state.map { "\($0)" } ?? "the token does not tell how many tries are left")",
            hint: "no further try is made here")
        }
        what = "That PIN was wrong (\(state)). PIN of the token \(choice.uri), \(tries) more here"
      }
    }
  }

  private static let mostTries = 3

  private init(_ pool: TokenPool, _ source: PINHolder, clock: @escaping @Sendable () -> Instant) {
    owner = PoolOwner(pool)
    self.source = source
    self.clock = clock
    let token = pool.token
    identity = TokenIdentity(
      label: token.label,
      device: DeviceIdentity(
        manufacturer: token.manufacturer, model: token.model, serial: token.serial,
        hardwareVersion: token.hardwareVersion, firmwareVersion: token.firmwareVersion))
  }

  private var pool: TokenPool { owner.pool }

  func hasObject(label: String, id: [UInt8]) async throws(CeremonyError) -> Bool {
    do { return try await pool.hasObject(label: label, id: id) } catch { throw CeremonyError(error) }
  }

  func keyPair(label: String) async throws(CeremonyError) -> CeremonyKeyPair {
    let pairs: [TokenKeyPair]
    do { pairs = try await pool.keyPairs(label: label) } catch { throw CeremonyError(error) }
    guard let pair = pairs.first, pairs.count == 1 else {
      throw CeremonyError(
        .refused,
        "\(pairs.isEmpty ? "no key pair" : "\(pairs.count) key pairs") on the token \(identity.label) with "
          + "the label \(label)", hint: "the script must name the one key that it means")
    }
    return CeremonyKeyPair(identity: pair.identity, spki: pair.spki)
  }

  func random(_ count: Int) async throws(CeremonyError) -> [UInt8] {
    do { return try await pool.random(count: count) } catch { throw CeremonyError(error) }
  }

  func generate(
    _ kind: KeyPairKind, label: String, id: [UInt8], protection: KeyProtection
  ) async throws(CeremonyError) -> CeremonyKeyPair {
    do {
      let pair = try await pool.generateKeyPair(kind, label: label, id: id, protection: protection)
      return CeremonyKeyPair(identity: pair.identity, spki: pair.spki)
    } catch { throw CeremonyError(error) }
  }

  func attributes(of pair: CeremonyKeyPair) async throws(CeremonyError) -> KeyAttributes {
    let attributes: KeyAttributes?
    do { attributes = try await pool.liveAttributes(spki: pair.spki, at: clock()) } catch { throw CeremonyError(error) }
    guard let attributes else { throw CeremonyError(.token, "the key that was just made is not on the token") }
    return attributes
  }

  func withPool<Value: Sendable>(
    _ body: @Sendable (TokenPool) async throws(TokenPoolError) -> Value
  ) async throws(CeremonyError) -> Value {
    do { return try await body(pool) } catch { throw CeremonyError(error) }
  }

  func userPINIsNow(_ pin: @escaping TokenPool.PINSource) { source.replace(pin) }

  func sign(
    key: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    try await pool.sign(key: key, scheme: scheme, message: message, form: form)
  }
}

/// Ends the pool, and with it the login, when nobody holds the token any more.
private final class PoolOwner: Sendable {
  let pool: TokenPool

  init(_ pool: TokenPool) { self.pool = pool }

  deinit { pool.stop() }
}

/// Where the pool gets the user's PIN for each login, which a step may change.
private final class PINHolder: Sendable {
  private let source: Mutex<TokenPool.PINSource>

  init(_ source: @escaping TokenPool.PINSource) { self.source = Mutex(source) }

  func replace(_ new: @escaping TokenPool.PINSource) { source.withLock { $0 = new } }

  var pin: TokenPool.PINSource {
    { () throws(PKCS11Error) in
      let present = self.source.withLock { $0 }
      return try present()
    }
  }
}

extension CeremonyError {
  init(_ error: TokenPoolError) {
    switch error {
    // What the token was asked for and does not do: the token itself is well.
    case .keyNotFound, .keyIsNotTheOne, .unsupported: self.init(.refused, error.description)
    case .busy, .unavailable, .pinRefused: self.init(.token, error.description)
    }
  }

  init(_ error: PKCS11Error) { self.init(.token, error.description) }
}
