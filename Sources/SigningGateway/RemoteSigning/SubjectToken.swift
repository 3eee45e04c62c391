internal import Evidence
internal import TokenPool

/// A key pair that a token made for a signatory.
struct SubjectKeyPair: Sendable {
  let spki: [UInt8]
  /// What the module said of the private key right after it was made.
  let attributes: KeyAttributes
  let place: CredentialRecord.Place
  /// The private key under wrap; nil where it stays on the token.
  let wrapped: [UInt8]?
  /// What was read of the wrapping key before; nil where the key stays on the token.
  var wrappingKey: WrappingKeyFacts?
}

/// What remote signing asks of a token beyond signatures.
protocol SubjectToken: GatewayToken {
  /// Signs in the signatories' turn, so that they and the CA pipeline cannot starve each other.
  var signatorySigner: any TokenSigner { get }

  /// Makes a key pair that stays on the token. Fails where the CKA_ID is taken.
  func makeSubjectKey(
    _ kind: KeyPairKind, label: String, id: [UInt8], at now: Instant
  ) async throws(TokenPoolError) -> SubjectKeyPair

  /// What the token's wrapping key with this label is now; `create` makes it where there is none.
  func wrappingKeyFacts(_ label: String, create: Bool) async throws(TokenPoolError) -> WrappingKeyFacts

  /// Makes a key pair and lets the private key out under this wrapping key alone.
  func makeWrappedSubjectKey(
    _ kind: KeyPairKind, under wrappingKey: CredentialRecord.WrappingKeyName, at now: Instant
  ) async throws(TokenPoolError) -> SubjectKeyPair

  /// What signs with a wrapped key. Throws where it cannot be one of this token's.
  func signer(
    wrapped: [UInt8], spki: [UInt8], mechanism: String, wrappingKey: CredentialRecord.WrappingKeyName
  ) throws(GatewayError) -> any TokenSigner

  /// Every value that the token keeps under a label. More than one is what a crash in the midst of a write leaves.
  func readAllData(label: String) async throws(TokenPoolError) -> [[UInt8]]

  /// Keeps this value under the label, in the place of what was there.
  func writeData(label: String, _ value: [UInt8]) async throws(TokenPoolError)

  /// Destroys both halves, the private one first; returns what was there.
  func destroySubjectKey(_ identity: KeyIdentity) async throws(TokenPoolError) -> [String]
}
