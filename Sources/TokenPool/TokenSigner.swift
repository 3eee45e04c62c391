public import Evidence

/// Something that holds keys and signs with them: a pool of token lanes, or a test's stand-in.
public protocol TokenSigner: Sendable {
  /// Signs one message and returns the signature as the scheme encodes it. Only `Signing.Signer` calls this.
  ///
  /// After an error that was met while the token worked, nobody knows whether a signature was made.
  func sign(
    key: KeyIdentity, scheme: SignatureScheme, message: [UInt8]
  ) async throws(TokenPoolError) -> [UInt8]
}

/// Why the token gave no signature.
public enum TokenPoolError: Error, Sendable, Hashable {
  /// Every lane is working and the queue is full; nothing was asked of the token.
  case busy
  /// The token is away, or failed in its work.
  case unavailable(String)
}

extension TokenPoolError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .busy: "all signing lanes are busy and the queue is full; try again later"
    case .unavailable(let reason): "the token is not available: \(reason)"
    }
  }
}
