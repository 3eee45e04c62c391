internal import Evidence
internal import TokenPool

extension TokenPool: SubjectToken {
  var signatorySigner: any TokenSigner { lane(for: .signatories) }

  func makeSubjectKey(
    _ kind: KeyPairKind, label: String, id: [UInt8], at now: Instant
  ) async throws(TokenPoolError) -> SubjectKeyPair {
    let pair = try await generateKeyPair(kind, label: label, id: id, for: .signatories)
    guard let attributes = try await liveAttributes(spki: pair.spki, at: now, for: .signatories) else {
      throw .keyNotFound("the key that was just made does not tell its attributes")
    }
    return SubjectKeyPair(spki: pair.spki, attributes: attributes, place: .token(ckaID: id), wrapped: nil)
  }

  func wrappingKeyFacts(_ label: String, create: Bool) async throws(TokenPoolError) -> WrappingKeyFacts {
    let found = try await wrappingKey(label: label, create: create)
    return WrappingKeyFacts(
      label: found.identity.label, ckaID: found.identity.ckaID, checkValue: found.identity.checkValue,
      local: found.local, alwaysSensitive: found.alwaysSensitive, neverExtractable: found.neverExtractable,
      trusted: found.trusted, isPrivate: found.isPrivate)
  }

  func makeWrappedSubjectKey(
    _ kind: KeyPairKind, under name: CredentialRecord.WrappingKeyName, at now: Instant
  ) async throws(TokenPoolError) -> SubjectKeyPair {
    let wrapping = WrappingKey.Identity(label: name.label, ckaID: name.ckaID, checkValue: name.checkValue)
    let pair = try await generateWrapped(kind, under: wrapping, at: now)
    return SubjectKeyPair(
      spki: pair.key.spki, attributes: pair.attributes,
      place: .wrapped(mechanism: pair.key.mechanism.rawValue, wrappingKey: name), wrapped: pair.key.bytes)
  }

  func signer(
    wrapped: [UInt8], spki: [UInt8], mechanism: String, wrappingKey: CredentialRecord.WrappingKeyName
  ) throws(GatewayError) -> any TokenSigner {
    guard let known = WrappingMechanism(rawValue: mechanism) else {
      throw .incident("a key is wrapped by \(mechanism), which is unknown", decision: nil)
    }
    do {
      let key = try WrappedKey(
        spki: spki, bytes: wrapped, mechanism: known,
        wrappingKey: WrappingKey.Identity(
          label: wrappingKey.label, ckaID: wrappingKey.ckaID, checkValue: wrappingKey.checkValue))
      return WrappedKeySigner(pool: self, key: key)
    } catch { throw .incident("a wrapped key cannot be read: \(error)", decision: nil) }
  }

  func destroySubjectKey(_ identity: KeyIdentity) async throws(TokenPoolError) -> [String] {
    let gone = try await destroyKeyPair(identity)
    guard gone.isComplete else { throw .keyIsNotTheOne("\(gone.left) objects of the key are left") }
    return [String](repeating: "private", count: gone.privateKeys)
      + [String](repeating: "public", count: gone.publicKeys)
  }
}
