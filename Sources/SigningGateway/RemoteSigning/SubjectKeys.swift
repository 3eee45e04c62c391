internal import Evidence
internal import Records
internal import TokenPool

/// Signatories' keys, on their token or wrapped: one way to reach both.
struct SubjectKeys: Sendable {
  let settings: RemoteSigningSettings
  let store: any RecordStore
  let storeGuard: StoreGuard
  /// Nil until the tokens are open.
  var token: (any SubjectToken)?
  /// SHA-256 over the public keys with which the service signs for itself.
  var services: Set<Digest> = []

  /// Saves an activation from being spent on a signature that could not be made.
  func requireToken() throws(GatewayError) {
    let health = try opened().health()
    guard health.available else { throw .unavailable("token \(settings.token) is away", decision: nil) }
    guard !health.isFull else { throw .unavailable("the queue of token \(settings.token) is full", decision: nil) }
  }

  func opened() throws(GatewayError) -> any SubjectToken {
    guard let token else { throw .unavailable("the tokens are not open", decision: nil) }
    try storeGuard.check()
    return token
  }

  /// What signs with the credential's key.
  func signer(for credential: CredentialRecord) async throws(GatewayError) -> any TokenSigner {
    let token = try opened()
    switch credential.place {
    case .token: return token.signatorySigner
    case .wrapped(let mechanism, let wrappingKey):
      let kept: [UInt8]?
      do { kept = try await store.kept(credential.vaultName) } catch { throw GatewayError(error) }
      guard let kept else { throw .incident("the wrapped key of credential \(credential.id) is gone", decision: nil) }
      return try token.signer(wrapped: kept, spki: credential.spki, mechanism: mechanism, wrappingKey: wrappingKey)
    }
  }
}
