/// Authenticator data (WebAuthn Level 2, 6.1).
struct AuthenticatorData: Sendable {
  let bytes: [UInt8]
  let relyingPartyIDHash: [UInt8]
  let flags: AuthenticatorFlags
  let counter: UInt32
  /// There where the flags say so.
  let credential: AttestedCredential?
  /// A map; there where the flags say so.
  let extensions: CBORItem?

  /// A credential id of 1023 bytes, an RSA key and some extensions stay below.
  static let mostBytes = 4096
  private static let path = "authenticatorData"

  init(_ bytes: [UInt8]) throws(WebAuthnError) {
    guard (37...AuthenticatorData.mostBytes).contains(bytes.count) else {
      throw .malformed(
        path: AuthenticatorData.path, found: "\(bytes.count) bytes", required: "37 to \(AuthenticatorData.mostBytes)")
    }
    self.bytes = bytes
    relyingPartyIDHash = Array(bytes.prefix(32))
    flags = AuthenticatorFlags(rawValue: bytes[32])
    counter = bytes[33..<37].reduce(0) { $0 << 8 | UInt32($1) }
    var rest = bytes.dropFirst(37)
    credential =
      flags.contains(.attestedCredential)
      ? try AttestedCredential(prefix: &rest, path: "\(AuthenticatorData.path).attestedCredentialData") : nil
    extensions =
      flags.contains(.extensions)
      ? try CBORItem(prefix: &rest, path: "\(AuthenticatorData.path).extensions") : nil
    guard extensions == nil || extensions?.members != nil else {
      throw .malformed(path: "\(AuthenticatorData.path).extensions", found: "no map", required: "a map")
    }
    guard rest.isEmpty else {
      throw .malformed(path: AuthenticatorData.path, found: "followed by \(rest.count) bytes", required: "the end")
    }
  }
}

struct AuthenticatorFlags: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  static let userPresent = AuthenticatorFlags(rawValue: 0x01)
  static let userVerified = AuthenticatorFlags(rawValue: 0x04)
  static let backupEligible = AuthenticatorFlags(rawValue: 0x08)
  static let backedUp = AuthenticatorFlags(rawValue: 0x10)
  static let attestedCredential = AuthenticatorFlags(rawValue: 0x40)
  static let extensions = AuthenticatorFlags(rawValue: 0x80)
}

/// Attested credential data (WebAuthn Level 2, 6.5.1).
struct AttestedCredential: Sendable {
  let aaguid: [UInt8]
  let id: [UInt8]
  let key: COSEKey

  /// WebAuthn Level 2, 7.1, step 17 as Level 3 counts: no more than 1023 bytes.
  static let longestID = 1023

  init(prefix rest: inout ArraySlice<UInt8>, path: String) throws(WebAuthnError) {
    let head = Array(rest.prefix(18))
    guard head.count == 18 else { throw .malformed(path: path, found: "cut short", required: "at least 18 bytes") }
    rest = rest.dropFirst(18)
    aaguid = Array(head.prefix(16))
    let length = Int(head[16]) << 8 | Int(head[17])
    guard (1...AttestedCredential.longestID).contains(length) else {
      throw .malformed(
        path: "\(path).credentialId", found: "\(length) bytes", required: "1 to \(AttestedCredential.longestID)")
    }
    id = Array(rest.prefix(length))
    guard id.count == length else {
      throw .malformed(path: "\(path).credentialId", found: "\(id.count) bytes", required: "\(length)")
    }
    rest = rest.dropFirst(length)
    key = try COSEKey(try CBORItem(prefix: &rest, path: "\(path).publicKey"), path: "\(path).publicKey")
  }
}
