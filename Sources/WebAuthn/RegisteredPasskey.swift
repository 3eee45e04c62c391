internal import Cryptography
public import Evidence

/// A signatory's passkey as the register keeps it. Nothing in it is secret.
public struct RegisteredPasskey: Sendable {
  public let credentialID: [UInt8]
  public let algorithm: PasskeyAlgorithm
  /// The public key as the device wrote it: a COSE_Key.
  public let coseKey: [UInt8]
  /// The public key as SubjectPublicKeyInfo (DER).
  public let spki: [UInt8]
  /// The model of the device, 16 bytes; zeros where it does not say.
  public let aaguid: [UInt8]
  /// The signature counter after the last use; 0 where the device keeps none.
  public private(set) var signCount: UInt32
  /// Flag BE at registration: the private key may exist on several devices.
  public let backupEligible: Bool
  /// Flag BS at the last use.
  public private(set) var backupState: Bool
  public let attestation: PasskeyAttestation
  /// What the browser handed over, as evidence and for `allowCredentials`.
  public let registration: PasskeyRegistration
  let key: COSEKey

  /// User verification is required of every registration, so that there is no member for it.
  init(
    credentialID: [UInt8], key: COSEKey, aaguid: [UInt8], signCount: UInt32, backupEligible: Bool, backupState: Bool,
    attestation: PasskeyAttestation, registration: PasskeyRegistration
  ) {
    self.credentialID = credentialID
    algorithm = key.algorithm
    coseKey = key.encoded
    spki = key.publicKey.facts.spki
    self.aaguid = aaguid
    self.signCount = signCount
    self.backupEligible = backupEligible
    self.backupState = backupState
    self.attestation = attestation
    self.registration = registration
    self.key = key
  }

  /// A device that never kept a counter and may not be backed up counts as bound to itself, on the device's own word.
  public var isDeviceBound: Bool { !backupEligible && !backupState }

  /// Says what an answer is (WebAuthn Level 2, 7.2). Throws only where it cannot be parsed; all else is for a gate.
  ///
  /// The signature is verified twice: by libcrypto over the bytes that came, and, where the relying party is ours, by
  /// libfido2, which looks at no other's.
  public func examine(
    clientDataJSON: [UInt8], authenticatorData: [UInt8], signature: [UInt8], challenge: [UInt8],
    relyingParty: RelyingParty
  ) throws(WebAuthnError) -> PasskeyAssertion {
    let client = try ClientData(clientDataJSON)
    let data = try AuthenticatorData(authenticatorData)
    guard data.credential == nil else {
      throw .malformed(path: "authenticatorData.flags", found: "an attested credential", required: "none in an answer")
    }
    guard (1...RegisteredPasskey.longestSignature).contains(signature.count) else {
      throw .malformed(
        path: "signature", found: "\(signature.count) bytes", required: "1 to \(RegisteredPasskey.longestSignature)")
    }
    let clientDataHash = Hash.digest(clientDataJSON).bytes
    let isOurs = data.relyingPartyIDHash == relyingParty.idHash
    let isSigned =
      (try? key.publicKey.verify(
        signature: signature, over: data.bytes + clientDataHash, scheme: algorithm.scheme)) == true
    let isVerified =
      !isOurs
      || LibFIDO2.verifiesAssertion(
        data, clientDataHash: clientDataHash, signature: signature, key: key, relyingPartyID: relyingParty.id)
    return PasskeyAssertion(
      credentialID: credentialID, isGetType: client.type == "webauthn.get",
      challengeMatches: client.holds(challenge: challenge), origin: WebAuthnText.shown(client.origin),
      originAllowed: relyingParty.allows(client.origin), isCrossOrigin: client.crossOrigin, relyingPartyMatches: isOurs,
      signatureValid: isSigned && isVerified, userPresent: data.flags.contains(.userPresent),
      userVerified: data.flags.contains(.userVerified), counter: data.counter, storedCounter: signCount,
      backupEligible: data.flags.contains(.backupEligible), backupState: data.flags.contains(.backedUp),
      storedBackupEligible: backupEligible)
  }

  /// The passkey after an answer that a gate admitted (WebAuthn Level 2, 7.2, step 21).
  public func used(_ assertion: PasskeyAssertion) -> RegisteredPasskey {
    var copy = self
    copy.signCount = max(signCount, assertion.counter)
    copy.backupState = assertion.backupState
    return copy
  }

  /// RSA of 2048 bits is the longest.
  private static let longestSignature = 512
}
