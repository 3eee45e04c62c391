internal import DER
internal import Evidence
internal import FuzzSupport
internal import WebAuthn

/// What browsers hand over for passkeys. The first octet says what follows: 0 an attestation object, 1 client data, 2 the
/// authenticator data of an answer.
extension DocumentReaders {
  static let webauthn = FuzzTarget("webauthn") { input throws(BrokenPromise) in
    let content = Array(input.dropFirst())
    switch input.first {
    case 0: return try registration(clientData("webauthn.create"), content)
    case 1: return try answer(content, authenticatorData: nil)
    case 2: return try answer(clientData("webauthn.get"), authenticatorData: content)
    default: return false
    }
  }

  private static let party = RelyingParty(id: "sign.example", origins: ["https://sign.example"])
  private static let challenge: [UInt8] = [1, 2, 3, 4]

  private static func clientData(_ type: String) -> [UInt8] {
    let challenge = Base64URL.encode(challenge)
    return Array(
      #"{"challenge":"\#(challenge)","crossOrigin":false,"origin":"https://sign.example","type":"\#(type)"}"#.utf8)
  }

  private static func registration(_ client: [UInt8], _ object: [UInt8]) throws(BrokenPromise) -> Bool {
    let passkey: RegisteredPasskey
    do throws(WebAuthnError) {
      passkey = try PasskeyRegistration(clientDataJSON: client, attestationObject: object)
        .verified(challenge: challenge, relyingParty: party)
    } catch {
      _ = error.description
      return false
    }
    try promise(passkey.attestation.proof != .anchored, "a statement counts though no anchor is pinned")
    let length = passkey.credentialID.count
    try promise((1...1023).contains(length), "a credential id of \(length) bytes")
    let stored = JSONValue(canonical: passkey.json.canonicalBytes()).flatMap { RegisteredPasskey($0) }
    try promise(stored?.json == passkey.json, "a passkey does not come back from the register")
    return true
  }

  /// One passkey for a whole run; nil where libcrypto made none.
  private static let passkey: (software: SoftwarePasskey, registered: RegisteredPasskey)? = {
    guard let software = try? SoftwarePasskey(relyingPartyID: "sign.example"),
      let registration = try? software.registration(challenge: challenge, origin: "https://sign.example"),
      let registered = try? registration.verified(challenge: challenge, relyingParty: party)
    else { return nil }
    return (software, registered)
  }()

  /// Half of an answer is genuine: nothing but the genuine other half makes the whole good.
  private static func answer(_ client: [UInt8], authenticatorData: [UInt8]?) throws(BrokenPromise) -> Bool {
    guard var software = passkey?.software, let registered = passkey?.registered,
      let genuine = try? software.answer(challenge: challenge, origin: "https://sign.example")
    else { throw BrokenPromise("libcrypto makes no key") }
    let data = authenticatorData ?? genuine.authenticatorData
    let assertion: PasskeyAssertion
    do throws(WebAuthnError) {
      assertion = try registered.examine(
        clientDataJSON: client, authenticatorData: data, signature: genuine.signature, challenge: challenge,
        relyingParty: party)
    } catch {
      _ = error.description
      return false
    }
    let isGenuine = client == genuine.clientDataJSON && data == genuine.authenticatorData
    try promise(assertion.signatureValid == isGenuine, "a signature counts for other bytes than were signed")
    return true
  }
}
