public import Evidence

/// Something that holds keys and signs with them: a pool of token lanes, or a test's stand-in.
public protocol TokenSigner: Sendable {
  /// Signs one message and returns the signature as the scheme encodes it. Only `Signing.Signer` calls this.
  ///
  /// - Parameters:
  ///   - message: what is signed; where the form says so, its digest under the scheme's hash.
  ///   - form: a digest with a scheme that has no hash is unsupported, as is a salt that the key has no room for.
  ///
  /// After an error that was met while the token worked, nobody knows whether a signature was made.
  func sign(
    key: KeyIdentity, scheme: SignatureScheme, message: [UInt8], form: MessageForm
  ) async throws(TokenPoolError) -> [UInt8]
}
