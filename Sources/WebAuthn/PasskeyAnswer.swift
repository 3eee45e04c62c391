internal import DER
public import Evidence

/// What a browser hands over after `navigator.credentials.get` (WebAuthn Level 2, 5.2.2).
public struct PasskeyAnswer: Sendable, Hashable {
  public let credentialID: [UInt8]
  public let clientDataJSON: [UInt8]
  public let authenticatorData: [UInt8]
  public let signature: [UInt8]
  /// The user's handle where the device keeps it.
  public let userHandle: [UInt8]?

  public init(
    credentialID: [UInt8], clientDataJSON: [UInt8], authenticatorData: [UInt8], signature: [UInt8],
    userHandle: [UInt8]? = nil
  ) {
    self.credentialID = credentialID
    self.clientDataJSON = clientDataJSON
    self.authenticatorData = authenticatorData
    self.signature = signature
    self.userHandle = userHandle
  }

  /// As our pages send it: bytes in base64url without padding.
  public var json: JSONValue {
    var members: [String: JSONValue] = [
      "id": .string(Base64URL.encode(credentialID)),
      "clientDataJSON": .string(Base64URL.encode(clientDataJSON)),
      "authenticatorData": .string(Base64URL.encode(authenticatorData)),
      "signature": .string(Base64URL.encode(signature)),
    ]
    members["userHandle"] = userHandle.map { .string(Base64URL.encode($0)) }
    return .object(members)
  }

  public init?(_ json: JSONValue) {
    guard let credentialID = json.bytes("id"), let clientDataJSON = json.bytes("clientDataJSON"),
      let authenticatorData = json.bytes("authenticatorData"), let signature = json.bytes("signature")
    else { return nil }
    let userHandle = json.bytes("userHandle")
    guard userHandle != nil || json["userHandle"] == nil || json["userHandle"] == .null else { return nil }
    self.init(
      credentialID: credentialID, clientDataJSON: clientDataJSON, authenticatorData: authenticatorData,
      signature: signature, userHandle: userHandle)
  }
}

extension RegisteredPasskey {
  /// The same for the parts together. That the answer names this passkey is for the caller, who found it by its name.
  public func examine(
    _ answer: PasskeyAnswer, challenge: [UInt8], relyingParty: RelyingParty
  ) throws(WebAuthnError) -> PasskeyAssertion {
    try examine(
      clientDataJSON: answer.clientDataJSON, authenticatorData: answer.authenticatorData, signature: answer.signature,
      challenge: challenge, relyingParty: relyingParty)
  }
}
