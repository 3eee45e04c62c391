internal import CFIDO2

/// What libfido2 verifies. Origin, type and challenge it never sees.
enum LibFIDO2 {
  enum Verdict: Sendable, Hashable {
    case verified
    case badSignature
    /// Nothing that libfido2 can verify, or not under the conditions that it sets.
    case notVerified
  }

  /// The corresponding C function is `fido_assert_verify`.
  ///
  /// False also for another relying party, and where the device answered extensions that nobody asked for.
  static func verifiesAssertion(
    _ data: AuthenticatorData, clientDataHash: [UInt8], signature: [UInt8], key: COSEKey, relyingPartyID: String
  ) -> Bool {
    guard let assertion = fido_assert_new() else { return false }
    defer { freeAssertion(assertion) }
    guard fido_assert_set_count(assertion, 1) == FIDO_OK,
      fido_assert_set_rp(assertion, relyingPartyID) == FIDO_OK,
      fido_assert_set_clientdata_hash(assertion, clientDataHash, clientDataHash.count) == FIDO_OK,
      fido_assert_set_authdata_raw(assertion, 0, data.bytes, data.bytes.count) == FIDO_OK,
      fido_assert_set_sig(assertion, 0, signature, signature.count) == FIDO_OK
    else { return false }
    return verify(assertion, key) == FIDO_OK
  }

  /// The corresponding C functions are `fido_cred_verify` and `fido_cred_verify_self`.
  static func verifyAttestation(
    _ format: String, statement: CBORItem, data: AuthenticatorData, clientDataHash: [UInt8], relyingPartyID: String
  ) -> Verdict {
    guard let key = data.credential?.key, let credential = fido_cred_new() else { return .notVerified }
    defer { freeCredential(credential) }
    guard fido_cred_set_type(credential, Int32(key.algorithm.coseIdentifier)) == FIDO_OK,
      fido_cred_set_rp(credential, relyingPartyID, nil) == FIDO_OK,
      fido_cred_set_clientdata_hash(credential, clientDataHash, clientDataHash.count) == FIDO_OK,
      fido_cred_set_authdata_raw(credential, data.bytes, data.bytes.count) == FIDO_OK,
      fido_cred_set_fmt(credential, format) == FIDO_OK,
      fido_cred_set_attstmt(credential, statement.encoded, statement.encoded.count) == FIDO_OK,
      setExtensions(credential, data.extensions)
    else { return .notVerified }
    let code = statement["x5c"] == nil ? fido_cred_verify_self(credential) : fido_cred_verify(credential)
    switch code {
    case FIDO_OK: return .verified
    case FIDO_ERR_INVALID_SIG: return .badSignature
    default: return .notVerified
    }
  }

  /// libfido2 wants to hear which extensions were asked for; browsers ask for `credProtect` of their own.
  private static func setExtensions(_ credential: OpaquePointer, _ extensions: CBORItem?) -> Bool {
    guard let extensions else { return true }
    var mask: Int32 = 0
    if extensions["hmac-secret"]?.value == .bool(true) { mask |= FIDO_EXT_HMAC_SECRET }
    if extensions["credBlob"]?.value == .bool(true) { mask |= FIDO_EXT_CRED_BLOB }
    guard mask == 0 || fido_cred_set_extensions(credential, mask) == FIDO_OK else { return false }
    if let protection = extensions["credProtect"]?.number {
      guard let number = Int32(exactly: protection), fido_cred_set_prot(credential, number) == FIDO_OK else {
        return false
      }
    }
    if let length = extensions["minPinLength"]?.number {
      guard (0...255).contains(length), fido_cred_set_pin_minlen(credential, Int(length)) == FIDO_OK else {
        return false
      }
    }
    return true
  }

  private static func verify(_ assertion: OpaquePointer, _ key: COSEKey) -> Int32 {
    let identifier = Int32(key.algorithm.coseIdentifier)
    switch key.algorithm {
    case .es256:
      var copy = es256_pk_new()
      defer { es256_pk_free(&copy) }
      guard es256_pk_from_ptr(copy, key.raw, key.raw.count) == FIDO_OK else { return FIDO_ERR_INVALID_ARGUMENT }
      return fido_assert_verify(assertion, 0, identifier, UnsafeRawPointer(copy))
    case .es384:
      var copy = es384_pk_new()
      defer { es384_pk_free(&copy) }
      guard es384_pk_from_ptr(copy, key.raw, key.raw.count) == FIDO_OK else { return FIDO_ERR_INVALID_ARGUMENT }
      return fido_assert_verify(assertion, 0, identifier, UnsafeRawPointer(copy))
    case .edDSA:
      var copy = eddsa_pk_new()
      defer { eddsa_pk_free(&copy) }
      guard eddsa_pk_from_ptr(copy, key.raw, key.raw.count) == FIDO_OK else { return FIDO_ERR_INVALID_ARGUMENT }
      return fido_assert_verify(assertion, 0, identifier, UnsafeRawPointer(copy))
    case .rs256:
      var copy = rs256_pk_new()
      defer { rs256_pk_free(&copy) }
      guard rs256_pk_from_ptr(copy, key.raw, key.raw.count) == FIDO_OK else { return FIDO_ERR_INVALID_ARGUMENT }
      return fido_assert_verify(assertion, 0, identifier, UnsafeRawPointer(copy))
    }
  }

  private static func freeAssertion(_ assertion: OpaquePointer) {
    var pointer: OpaquePointer? = assertion
    fido_assert_free(&pointer)
  }

  private static func freeCredential(_ credential: OpaquePointer) {
    var pointer: OpaquePointer? = credential
    fido_cred_free(&pointer)
  }
}
