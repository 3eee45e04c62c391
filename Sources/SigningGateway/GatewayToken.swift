internal import Evidence
internal import TokenPool

/// What the gateway asks of a token: signatures, and the little that decisions need besides.
protocol GatewayToken: TokenSigner {
  /// Bytes of the token's own generator.
  func random(count: Int) async throws(TokenPoolError) -> [UInt8]

  /// What the module says now of the private key that belongs to this SubjectPublicKeyInfo; nil where it has none.
  func attributes(ofKey spki: [UInt8]) async throws(TokenPoolError) -> KeyAttributes?

  /// Never asks the token.
  func status() -> TokenStatus
}

/// How a token does.
struct TokenStatus: Sendable, Hashable {
  let available: Bool
  /// Work that waits for a lane.
  let queued: Int
  /// Work that may wait.
  let queueLimit: Int

  var isFull: Bool { queued >= queueLimit }
}
