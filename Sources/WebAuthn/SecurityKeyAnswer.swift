public import Cryptography
internal import DER
public import Evidence

/// What an authenticator signed that was asked by this process, with no browser between: over its data and the SHA-256
/// of the client data.
public struct SecurityKeyAnswer: Sendable, Hashable {
  public let authenticatorData: [UInt8]
  public let clientData: [UInt8]
  public let signature: [UInt8]

  public init(authenticatorData: [UInt8], clientData: [UInt8], signature: [UInt8]) {
    self.authenticatorData = authenticatorData
    self.clientData = clientData
    self.signature = signature
  }

  /// The client data for a challenge: all of it follows from the challenge and the relying party, and nothing is left
  /// to whoever asks the device.
  public static func clientData(challenge: [UInt8], relyingPartyID: String) -> [UInt8] {
    JSONValue.object([
      "type": .string("webauthn.get"), "challenge": .string(Base64URL.encode(challenge)),
      "origin": .string(relyingPartyID), "crossOrigin": .bool(false),
    ]).canonicalBytes()
  }

  /// What the signature is over.
  public var signedBytes: [UInt8] { authenticatorData + Hash.digest(clientData).bytes }

  /// Why the answer is not one that the key gave to this challenge, with somebody there whom the device knew; nil where
  /// it is (WebAuthn Level 2, 7.2, steps 11 to 20).
  public func fault(challenge: [UInt8], relyingPartyID: String, key: PublicKey) -> String? {
    guard clientData == SecurityKeyAnswer.clientData(challenge: challenge, relyingPartyID: relyingPartyID) else {
      return "the client data is not that of the challenge"
    }
    let data: AuthenticatorData
    do throws(WebAuthnError) { data = try AuthenticatorData(authenticatorData) } catch { return "\(error)" }
    guard data.relyingPartyIDHash == Hash.digest(Array(relyingPartyID.utf8)).bytes else {
      return "the answer is for another relying party than \(relyingPartyID)"
    }
    guard data.credential == nil, data.flags.contains(.userPresent) else { return "nobody touched the authenticator" }
    guard data.flags.contains(.userVerified) else {
      return "the authenticator did not check who it was, by PIN or finger"
    }
    guard let algorithm = PasskeyAlgorithm(key.facts.kind),
      (try? key.verify(signature: signature, over: signedBytes, scheme: algorithm.scheme)) == true
    else { return "the signature is not of the key" }
    return nil
  }
}

extension PasskeyAlgorithm {
  /// The one algorithm that authenticators use a key of this kind with; nil for kinds that none has.
  public init?(_ kind: KeyKind) {
    switch kind {
    case .ec(.p256): self = .es256
    case .ec(.p384): self = .es384
    case .ed25519: self = .edDSA
    case .rsa: self = .rs256
    default: return nil
    }
  }
}
