internal import CommandLineTools
internal import Evidence
internal import PKCS11
internal import TokenPool

/// A token behind a pool of one lane: the ceremony does one thing at a time.
struct HSMToken: CeremonyToken {
  let identity: TokenIdentity
  private let pool: TokenPool
  private let clock: @Sendable () -> Instant

  /// Loads the module, finds the one token that fits, and logs in with one try.
  @Sendable static func open(_ choice: TokenChoice, folder: String) throws(CeremonyError) -> any CeremonyToken {
    let pin = pinSource(choice, folder: folder)
    do throws(PKCS11Error) {
      let host = try ModuleHost.shared(modulePath: choice.module)
      let settings = TokenPool.Settings(uri: try PKCS11URI(choice.uri), pin: pin, lanes: 1, queue: 1)
      return HSMToken(try TokenPool(host: host, settings: settings), clock: SystemClock.now)
    } catch {
      throw CeremonyError(error)
    }
  }

  private static func pinSource(_ choice: TokenChoice, folder: String) -> TokenPool.PINSource {
    switch choice.pin {
    case .file(let name):
      let path = FilePath.resolve(name, in: folder)
      return { () throws(PKCS11Error) in try PIN(file: path) }
    case .prompt:
      return { () throws(PKCS11Error) in
        do throws(CeremonyError) { return try PINPrompt.ask("PIN of the token") } catch {
          throw .pin(file: "/dev/tty", problem: error.message)
        }
      }
    }
  }

  private init(_ pool: TokenPool, clock: @escaping @Sendable () -> Instant) {
    self.pool = pool
    self.clock = clock
    let token = pool.token
    identity = TokenIdentity(
      label: token.label,
      device: DeviceIdentity(
        manufacturer: token.manufacturer, model: token.model, serial: token.serial,
        hardwareVersion: token.hardwareVersion, firmwareVersion: token.firmwareVersion))
  }

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

  func generate(_ kind: KeyPairKind, label: String, id: [UInt8]) async throws(CeremonyError) -> CeremonyKeyPair {
    do {
      let pair = try await pool.generateKeyPair(kind, label: label, id: id)
      return CeremonyKeyPair(identity: pair.identity, spki: pair.spki)
    } catch { throw CeremonyError(error) }
  }

  func attributes(of pair: CeremonyKeyPair) async throws(CeremonyError) -> KeyAttributes {
    let attributes: KeyAttributes?
    do { attributes = try await pool.liveAttributes(spki: pair.spki, at: clock()) } catch { throw CeremonyError(error) }
    guard let attributes else { throw CeremonyError(.token, "the key that was just made is not on the token") }
    return attributes
  }

  func sign(
    key: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8] {
    try await pool.sign(key: key, scheme: scheme, message: message, form: form)
  }
}

extension CeremonyError {
  init(_ error: TokenPoolError) { self.init(.token, error.description) }

  init(_ error: PKCS11Error) { self.init(.token, error.description) }
}
