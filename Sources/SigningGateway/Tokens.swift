internal import Evidence
internal import PKCS11
internal import TokenPool
internal import X509

/// The pools of all configured tokens, and what the issuers have on them.
struct Tokens: Sendable {
  private let pools: [String: TokenPool]

  /// The same on a thread of its own: modules block, and the cooperative pool answers requests meanwhile.
  static func open(_ configuration: Configuration) async throws(StartError) -> Tokens {
    try await onThreadOfItsOwn { Result { () throws(StartError) in try Tokens(configuration) } }.get()
  }

  /// Loads the modules, logs in to every token and starts its lanes.
  init(_ configuration: Configuration) throws(StartError) {
    var pools: [String: TokenPool] = [:]
    for (name, token) in configuration.tokens.sorted(by: { $0.key < $1.key }) {
      guard let path = configuration.modules[token.module] else { continue }
      do {
        pools[name] = try TokenPool(
          host: try ModuleHost.shared(modulePath: path),
          settings: TokenPool.Settings(
            uri: try PKCS11URI(token.uri), pinFile: token.pinFile, lanes: token.lanes, queue: token.queue))
      } catch {
        throw .token(name, error.description)
      }
    }
    self.pools = pools
  }

  var byName: [String: any GatewayToken] { pools }

  /// The configured issuers, each with its key found on its token.
  func issuers(_ configuration: Configuration) async throws(StartError) -> [String: Issuer] {
    var issuers: [String: Issuer] = [:]
    for (name, settings) in configuration.issuers.sorted(by: { $0.key < $1.key }) {
      guard let pool = pools[settings.token] else { continue }
      let certificate: Certificate
      do { certificate = try Certificate(der: settings.certificate) } catch { throw .issuer(name, "\(error)") }
      let pair = try await Tokens.keyPair(settings, on: pool)
      issuers[name] = try Issuer(
        name: name, certificate: certificate, key: pair.identity, tokenName: settings.token, token: pool,
        terms: settings.terms, requiresInventory: settings.requiresInventory)
    }
    return issuers
  }

  func stop() { pools.values.forEach { $0.stop() } }

  private static func keyPair(_ settings: IssuerSettings, on pool: TokenPool) async throws(StartError) -> TokenKeyPair {
    let found: [TokenKeyPair]
    do {
      found = try await pool.pairs(settings.key)
    } catch {
      throw .token(settings.token, error.description)
    }
    guard let pair = found.first, found.count == 1 else {
      throw .token(settings.token, "\(found.count) key pairs with \(settings.key), must be one")
    }
    return pair
  }
}

extension IssuerSettings.Key: CustomStringConvertible {
  var description: String {
    switch self {
    case .label(let label): "label \(label)"
    case .id(let id): "CKA_ID \(Hex.encode(id))"
    }
  }
}
