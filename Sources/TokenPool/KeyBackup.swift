internal import Cryptography
public import Evidence
internal import PKCS11

/// That a private key on a token belongs to a public key: a signature over a text that is nothing else.
public struct KeyProof: Sendable, Hashable {
  public let scheme: SignatureScheme
  public let message: [UInt8]
  public let signature: [UInt8]
}

/// A key pair that came out of a backup.
public struct RestoredKeyPair: Sendable, Hashable {
  public let pair: TokenKeyPair
  public let proof: KeyProof
}

extension TokenPool {
  /// Gives a private key out under a backup key, as RFC 5649 wraps the PrivateKeyInfo of RFC 5958: what opens with
  /// `openssl enc -d -id-aes256-wrap-pad`. The corresponding C function is `C_WrapKey`.
  public func wrapKey(_ identity: KeyIdentity, under key: BackupKey) async throws(TokenPoolError) -> [UInt8] {
    try await perform { _, lane throws(LaneError) in
      let found = try lane.findKey(identity)
      let wrapping = try BackupKey.find(key.label, key.ckaID, on: lane)
      let kind = found.publicKey.facts.kind
      return try lane.byRFC5649("C_WrapKey", of: kind) { session, mechanism throws(PKCS11Error) in
        try session.wrapKey(mechanism, key: found.privateKey, under: wrapping)
      }
    }
  }

  /// Makes a key pair of a wrapped private key and its public key, which signs and does nothing else.
  ///
  /// The private half must answer for the public one by a signature before the public object is made; where anything
  /// fails, no object is left. Fails where the label or the CKA_ID is taken. The corresponding C functions are
  /// `C_UnwrapKey`, `C_Sign` and `C_CreateObject`.
  public func unwrapKey(
    _ wrapped: [UInt8], spki: [UInt8], under key: BackupKey, label: String, id: [UInt8], protection: KeyProtection
  ) async throws(TokenPoolError) -> RestoredKeyPair {
    let publicKey: PublicKey
    do { publicKey = try PublicKey(spki: spki) } catch { throw .unsupported("\(error)") }
    guard let type = publicKey.facts.tokenKeyType else { throw .unsupported("the restoring of a key of this kind") }
    return try await perform { pool, lane throws(LaneError) in
      try lane.requireFree(label: label, id: id)
      let wrapping = try BackupKey.find(key.label, key.ckaID, on: lane)
      let names = [
        Attribute(.keyType, number: type.rawValue), Attribute(.token, true), Attribute(.label, label),
        Attribute(.id, id),
      ]
      let object = try protection.firstKnown { more throws(LaneError) in
        try lane.byRFC5649("C_UnwrapKey", of: publicKey.facts.kind) { session, mechanism throws(PKCS11Error) in
          try session.unwrapKey(
            mechanism, wrapped, under: wrapping,
            [Attribute(.privateKey)] + names + KeyPairKind.signingTemplate + more)
        }
      }
      do throws(LaneError) {
        let proof = try lane.proof(that: object, belongsTo: publicKey)
        _ = try lane.use { session throws(PKCS11Error) in
          try session.create(
            [Attribute(.publicKey), Attribute(.isPrivate, false)] + names + publicKey.facts.tokenAttributes)
        }
        let pair = TokenKeyPair(
          identity: KeyIdentity(ckaID: id, spkiSHA256: publicKey.facts.spkiSHA256), label: label,
          spki: publicKey.facts.spki)
        _ = try lane.findKey(pair.identity)
        return RestoredKeyPair(pair: pair, proof: proof)
      } catch {
        throw pool.removed(label: label, id: id, after: error, on: lane)
      }
    }
  }

  /// Has a key sign a text that names itself, and verifies it: no message of any protocol begins so.
  public func proof(of identity: KeyIdentity) async throws(TokenPoolError) -> KeyProof {
    try await perform { _, lane throws(LaneError) in
      let key = try lane.findKey(identity)
      return try lane.proof(that: key.privateKey, belongsTo: key.publicKey)
    }
  }
}

extension TokenPool {
  /// Removes what was begun, and says so where that fails: nothing is left without a name.
  private func removed(label: String, id: [UInt8], after error: LaneError, on lane: Lane) -> LaneError {
    do throws(LaneError) {
      // A session whose operation failed may have it for good.
      if case .module = error {
        lane.close()
        try reopen(lane)
      }
      for object in try lane.find([Attribute(.label, label), Attribute(.id, id)]) {
        try lane.use { session throws(PKCS11Error) in try session.destroy(object) }
      }
      return error
    } catch let second {
      return .pool(
        .unavailable(
          "\(error.reported); the objects with the label \(label) may be left on the token: \(second.reported)"))
    }
  }
}

extension Lane {
  /// By the mechanism that is RFC 5649 in its name, or the older one that is it in most modules.
  fileprivate func byRFC5649<Value>(
    _ function: String, of kind: KeyKind, _ body: (borrowing Session, Mechanism) throws(PKCS11Error) -> Value
  ) throws(LaneError) -> Value {
    do throws(LaneError) {
      do throws(LaneError) {
        return try use { session throws(PKCS11Error) in try body(session, Mechanism(.aesKeyWrapKWP)) }
      } catch .module(.failed(_, .mechanismInvalid)) {
        return try use { session throws(PKCS11Error) in try body(session, Mechanism(.aesKeyWrapPad)) }
      }
    } catch .module(.failed(function, let code)) where Lane.wrappingFailures.contains(code) {
      let failure = PKCS11Error.failed(function: function, code: code)
      if kind == .ed25519 {
        throw .pool(.unsupported("the token does not wrap Ed25519 keys, or not in this way: \(failure)"))
      }
      throw .pool(
        function == "C_UnwrapKey"
          ? .keyIsNotTheOne("the wrapped key does not open under this wrapping key: \(failure)")
          : .unsupported("the token does not give the key out: \(failure)"))
    }
  }

  /// What modules answer where the key, the wrapped bytes or the mechanism are to blame, and not the token.
  private static let wrappingFailures: Set<ReturnValue> = ReturnValue.cannotBeDone.union([
    .generalError, .functionFailed, .dataInvalid, .dataLenRange, .encryptedDataInvalid, .encryptedDataLenRange,
    .wrappedKeyInvalid, .wrappedKeyLenRange,
  ])

  fileprivate func proof(that privateKey: ObjectHandle, belongsTo publicKey: PublicKey) throws(LaneError) -> KeyProof {
    guard let scheme = publicKey.facts.proofScheme else { throw .pool(.unsupported("a signature of this key")) }
    let random = try use { session throws(PKCS11Error) in try session.random(count: 32) }
    let message = Array("Sealgate: proof that a private key belongs to a public key. ".utf8) + random
    let signature = try SigningOperation(scheme, key: publicKey.facts, message: message).run(privateKey, on: self)
    let isGood: Bool
    do { isGood = try publicKey.verify(signature: signature, over: message, scheme: scheme) } catch {
      throw .pool(.unsupported("\(error)"))
    }
    guard isGood else {
      throw .pool(
        .keyIsNotTheOne("the private key does not belong to \(publicKey.facts.spkiSHA256): its signature fails"))
    }
    return KeyProof(scheme: scheme, message: message, signature: signature)
  }
}

extension KeyFacts {
  fileprivate var tokenKeyType: KeyType? {
    switch kind {
    case .rsa: .rsa
    case .ec: .ec
    case .ed25519: .ecEdwards
    case .ed448, .postQuantum, .other: nil
    }
  }

  fileprivate var proofScheme: SignatureScheme? {
    switch kind {
    case .rsa: .rsaPKCS1(.sha256)
    case .ec(let curve): .ecdsa(curve.bits > 384 ? .sha512 : curve.bits > 256 ? .sha384 : .sha256)
    case .ed25519: .ed25519
    case .ed448, .postQuantum, .other: nil
    }
  }

  /// What a public object of this key is made of.
  fileprivate var tokenAttributes: [Attribute] {
    let use = [Attribute(.verify, true), Attribute(.encrypt, false), Attribute(.wrap, false)]
    switch kind {
    case .rsa(let modulus, let exponent):
      return use + [Attribute(.modulus, modulus), Attribute(.publicExponent, exponent)]
    case .ec(let curve):
      return use + [
        Attribute(.ecParameters, TokenPublicKey.parameters(of: curve)),
        Attribute(.ecPoint, TokenPublicKey.point(of: self)),
      ]
    case .ed25519:
      return use + [
        Attribute(.ecParameters, TokenPublicKey.edwards25519), Attribute(.ecPoint, TokenPublicKey.point(of: self)),
      ]
    case .ed448, .postQuantum, .other: return []
    }
  }
}
