internal import Evidence
internal import TokenPool

/// What the gateway asks of a token: signatures, and the little that decisions need besides.
protocol GatewayToken: TokenSigner {
  /// Bytes of the token's own generator.
  func random(count: Int) async throws(TokenPoolError) -> [UInt8]

  /// What the module says now of the private key that belongs to this SubjectPublicKeyInfo; nil where it has none, or
  /// none that it can tell from others.
  func attributes(ofKey spki: [UInt8], at now: Instant) async throws(TokenPoolError) -> KeyAttributes?

  /// Key pairs by a name: none, one, or several.
  func pairs(_ key: IssuerSettings.Key) async throws(TokenPoolError) -> [TokenKeyPair]

  /// Never asks the token.
  func health() -> TokenHealth
}

/// How a token does.
struct TokenHealth: Sendable, Hashable {
  let available: Bool
  /// Work that waits for a lane.
  let queued: Int
  /// Work that may wait.
  let queueLimit: Int

  var isFull: Bool { queued >= queueLimit }
}

extension TokenPool: GatewayToken {
  func attributes(ofKey spki: [UInt8], at now: Instant) async throws(TokenPoolError) -> KeyAttributes? {
    do { return try await liveAttributes(spki: spki, at: now) } catch {
      switch error {
      case .busy, .unavailable: throw error
      // Evidence that cannot be had of this key, however often one asks, is absent.
      case .keyNotFound, .keyIsNotTheOne, .unsupported, .pinRefused: return nil
      }
    }
  }

  func pairs(_ key: IssuerSettings.Key) async throws(TokenPoolError) -> [TokenKeyPair] {
    switch key {
    case .label(let label): try await keyPairs(label: label)
    case .id(let id): try await keyPairs(id: id)
    }
  }

  func health() -> TokenHealth {
    let status = status
    return TokenHealth(available: status.isReady, queued: status.waiting, queueLimit: settings.queue)
  }
}
