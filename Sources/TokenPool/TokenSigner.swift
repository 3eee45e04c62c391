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
