internal import Cryptography
internal import Evidence

/// What a browser hands over after `navigator.credentials.create` (WebAuthn Level 2, 5.2.1).
public struct PasskeyRegistration: Sendable, Hashable {
  public let clientDataJSON: [UInt8]
  public let attestationObject: [UInt8]
  /// How the browser reached the device, which helps it to find the passkey again.
  public let transports: [String]

  /// A TPM's statement has some 6 KiB, one of Android some 10.
  public static let mostBytes = 65536

  public init(clientDataJSON: [UInt8], attestationObject: [UInt8], transports: [String] = []) {
    self.clientDataJSON = clientDataJSON
    self.attestationObject = attestationObject
    self.transports = transports
  }

  /// Follows WebAuthn Level 2, 7.1. User verification is required, and a page inside one of another origin is refused.
  ///
  /// A statement of a known format that does not verify is refused; one that proves nothing is not. Whether the passkey is
  /// registered already, to this or another signatory (step 22), is for the caller to see.
  public func verified(
    challenge: [UInt8], relyingParty: RelyingParty, anchors: PasskeyAnchors = .none
  ) throws(WebAuthnError) -> RegisteredPasskey {
    try checkClientData(challenge, relyingParty)
    let path = "attestationObject"
    guard attestationObject.count <= PasskeyRegistration.mostBytes else {
      throw .malformed(
        path: path, found: "\(attestationObject.count) bytes", required: "at most \(PasskeyRegistration.mostBytes)")
    }
    let object = try CBORItem(attestationObject, path: path)
    guard let format = object["fmt"]?.text else {
      throw .malformed(path: "\(path).fmt", found: "absent or no text", required: "text")
    }
    guard let bytes = object["authData"]?.byteString else {
      throw .malformed(path: "\(path).authData", found: "absent or no bytes", required: "bytes")
    }
    guard let statement = object["attStmt"] else {
      throw .malformed(path: "\(path).attStmt", found: "absent", required: "a map")
    }
    let data = try AuthenticatorData(bytes)
    try PasskeyRegistration.checkFlags(data, relyingParty)
    guard let credential = data.credential else {
      throw .malformed(path: "authenticatorData.flags", found: "no attested credential", required: "bit AT")
    }
    let attestation = try PasskeyAttestation.appraised(
      format, statement: statement, data: data, credential: credential,
      clientDataHash: Hash.digest(clientDataJSON).bytes, relyingParty: relyingParty, anchors: anchors)
    return RegisteredPasskey(
      credentialID: credential.id, key: credential.key, aaguid: credential.aaguid, signCount: data.counter,
      backupEligible: data.flags.contains(.backupEligible), backupState: data.flags.contains(.backedUp),
      attestation: attestation, registration: self)
  }

  /// Steps 7 to 9.
  private func checkClientData(_ challenge: [UInt8], _ relyingParty: RelyingParty) throws(WebAuthnError) {
    let client = try ClientData(clientDataJSON)
    func refused(_ member: String, _ found: String, _ required: String, _ clause: String) -> WebAuthnError {
      .refused(
        path: "clientDataJSON.\(member)", found: WebAuthnText.shown(found), required: required, clause: clause)
    }
    guard client.type == "webauthn.create" else {
      throw refused("type", client.type, "webauthn.create", "L2 7.1 step 7")
    }
    guard client.holds(challenge: challenge) else {
      throw refused("challenge", "another one", "the one that was given", "L2 7.1 step 8")
    }
    guard relyingParty.allows(client.origin) else {
      let required = relyingParty.origins.sorted().joined(separator: " or ")
      throw refused("origin", client.origin, required, "L2 7.1 step 9")
    }
    guard !client.crossOrigin else {
      throw refused("crossOrigin", "true", "a page that is not embedded in another", "L3 7.1 step 10")
    }
  }

  /// Steps 13 to 15, and Level 3's on backups.
  private static func checkFlags(_ data: AuthenticatorData, _ relyingParty: RelyingParty) throws(WebAuthnError) {
    guard data.relyingPartyIDHash == relyingParty.idHash else {
      throw .refused(
        path: "authenticatorData.rpIdHash", found: "that of another relying party",
        required: "that of \(relyingParty.id)",
        clause: "L2 7.1 step 13")
    }
    func demand(_ flag: AuthenticatorFlags, _ name: String, _ clause: String) throws(WebAuthnError) {
      guard data.flags.contains(flag) else {
        throw .refused(path: "authenticatorData.flags", found: "without \(name)", required: "with it", clause: clause)
      }
    }
    try demand(.userPresent, "user presence (UP)", "L2 7.1 step 14")
    try demand(.userVerified, "user verification (UV)", "L2 7.1 step 15")
    if data.flags.contains(.backedUp) { try demand(.backupEligible, "backup eligibility (BE)", "L3 7.1 step 17") }
  }
}
