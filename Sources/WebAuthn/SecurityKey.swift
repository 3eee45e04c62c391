internal import CFIDO2
public import Cryptography
internal import Evidence

/// A FIDO2 authenticator at this machine, asked through libfido2. The calls block until somebody touches it.
///
/// Nothing here has been tried with a device: what comes back is verified by `SecurityKeyAnswer`, which has.
public struct SecurityKey: Sendable {
  /// Such as `/dev/hidraw3`.
  public let path: String

  public init(path: String) { self.path = path }

  /// A credential as it is enrolled: its id, and the public key to verify with.
  public struct Credential: Sendable, Hashable {
    public let id: [UInt8]
    /// SubjectPublicKeyInfo, DER.
    public let spki: [UInt8]
  }

  /// The authenticators that are plugged in. The corresponding C function is `fido_dev_info_manifest`.
  public static func attached() throws(WebAuthnError) -> [SecurityKey] {
    fido_init(0)
    let most = 16
    guard let list = fido_dev_info_new(most) else {
      throw .library(function: "fido_dev_info_new", reason: "no memory")
    }
    var owned: OpaquePointer? = list
    defer { fido_dev_info_free(&owned, most) }
    var found = 0
    try check("fido_dev_info_manifest", fido_dev_info_manifest(list, most, &found))
    return (0..<min(found, most)).compactMap { index in
      fido_dev_info_path(fido_dev_info_ptr(list, index)).map { SecurityKey(path: String(cString: $0)) }
    }
  }

  /// Makes a credential that stays on the device; user verification is required.
  /// The corresponding C function is `fido_dev_make_cred`.
  public func enrol(
    relyingPartyID: String, userName: String, challenge: [UInt8], pin: borrowing SecretBytes
  ) throws(WebAuthnError) -> Credential {
    let hash = Hash.digest(challenge).bytes
    let user = Hash.digest(Array(userName.utf8)).bytes
    return try withDevice(pin) { (device, pin) throws(WebAuthnError) in
      guard let credential = fido_cred_new() else { throw .library(function: "fido_cred_new", reason: "no memory") }
      var owned: OpaquePointer? = credential
      defer { fido_cred_free(&owned) }
      try SecurityKey.check("fido_cred_set_type", fido_cred_set_type(credential, COSE_ES256))
      try SecurityKey.check("fido_cred_set_rp", fido_cred_set_rp(credential, relyingPartyID, relyingPartyID))
      try SecurityKey.check(
        "fido_cred_set_user", fido_cred_set_user(credential, user, user.count, userName, userName, nil))
      try SecurityKey.check(
        "fido_cred_set_clientdata_hash", fido_cred_set_clientdata_hash(credential, hash, hash.count))
      try SecurityKey.check("fido_dev_make_cred", fido_dev_make_cred(device, credential, pin))
      let id = SecurityKey.bytes(fido_cred_id_ptr(credential), fido_cred_id_len(credential))
      let point = SecurityKey.bytes(fido_cred_pubkey_ptr(credential), fido_cred_pubkey_len(credential))
      do throws(CryptographyError) {
        return Credential(id: id, spki: try PublicKey(curve: .p256, uncompressedPoint: [4] + point).facts.spki)
      } catch {
        throw .malformed(path: "credential.publicKey", found: "\(error)", required: "a point on P-256")
      }
    }
  }

  /// Asks for a signature over a challenge, with touch and PIN. The corresponding C function is `fido_dev_get_assert`.
  public func answer(
    challenge: [UInt8], relyingPartyID: String, credential: [UInt8], pin: borrowing SecretBytes
  ) throws(WebAuthnError) -> SecurityKeyAnswer {
    let clientData = SecurityKeyAnswer.clientData(challenge: challenge, relyingPartyID: relyingPartyID)
    let hash = Hash.digest(clientData).bytes
    return try withDevice(pin) { (device, pin) throws(WebAuthnError) in
      guard let assertion = fido_assert_new() else {
        throw .library(function: "fido_assert_new", reason: "no memory")
      }
      var owned: OpaquePointer? = assertion
      defer { fido_assert_free(&owned) }
      try SecurityKey.check("fido_assert_set_rp", fido_assert_set_rp(assertion, relyingPartyID))
      try SecurityKey.check(
        "fido_assert_set_clientdata_hash", fido_assert_set_clientdata_hash(assertion, hash, hash.count))
      try SecurityKey.check(
        "fido_assert_allow_cred", fido_assert_allow_cred(assertion, credential, credential.count))
      // Presence is asked for; verification follows from the PIN (CTAP 2.1, 6.2).
      try SecurityKey.check("fido_assert_set_up", fido_assert_set_up(assertion, FIDO_OPT_TRUE))
      try SecurityKey.check("fido_dev_get_assert", fido_dev_get_assert(device, assertion, pin))
      guard fido_assert_count(assertion) == 1 else {
        throw .malformed(path: "assertion", found: "\(fido_assert_count(assertion)) answers", required: "one")
      }
      // libfido2 hands the data over as CTAP does: in a CBOR byte string.
      let wrapped = SecurityKey.bytes(fido_assert_authdata_ptr(assertion, 0), fido_assert_authdata_len(assertion, 0))
      guard let data = try CBORItem(wrapped, path: "authenticatorData").byteString else {
        throw .malformed(path: "authenticatorData", found: "no byte string", required: "a byte string")
      }
      return SecurityKeyAnswer(
        authenticatorData: data, clientData: clientData,
        signature: SecurityKey.bytes(fido_assert_sig_ptr(assertion, 0), fido_assert_sig_len(assertion, 0)))
    }
  }

  /// Opens the device for one call and lends the PIN as libfido2 takes it.
  private func withDevice<Value>(
    _ pin: borrowing SecretBytes,
    _ body: (OpaquePointer, UnsafePointer<CChar>) throws(WebAuthnError) -> Value
  ) throws(WebAuthnError) -> Value {
    fido_init(0)
    guard let device = fido_dev_new() else { throw .library(function: "fido_dev_new", reason: "no memory") }
    var owned: OpaquePointer? = device
    defer { fido_dev_free(&owned) }
    try SecurityKey.check("fido_dev_open", fido_dev_open(device, path))
    defer { fido_dev_close(device) }
    // With the zero byte that C ends a text with.
    let text = SecretBytes(count: pin.count + 1) { target in
      pin.withBytes { target.copyMemory(from: $0) }
    }
    return try text.withBytes { (buffer) throws(WebAuthnError) in
      guard let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else {
        throw .library(function: "fido_dev_open", reason: "no PIN")
      }
      return try body(device, start)
    }
  }

  private static func bytes(_ start: UnsafePointer<UInt8>?, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  }

  private static func check(_ function: String, _ code: Int32) throws(WebAuthnError) {
    guard code == FIDO_OK else {
      throw .library(function: function, reason: fido_strerr(code).map { String(cString: $0) } ?? "\(code)")
    }
  }
}
