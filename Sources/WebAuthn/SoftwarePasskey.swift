internal import Cryptography
internal import DER
public import Evidence

/// A passkey whose private key is in a file. For tests and demonstrations alone: it verifies nobody, and says that it does.
///
/// It can be made to behave badly, so that refusals can be seen.
public struct SoftwarePasskey: Sendable {
  public let relyingPartyID: String
  public let credentialID: [UInt8]
  /// The handle of the user that the relying party gave; empty where none was.
  public let userHandle: [UInt8]
  /// Raised by each answer.
  public private(set) var counter: UInt32
  private let pem: [UInt8]
  private let key: SoftwareKey

  /// Makes a new key on P-256.
  public init(relyingPartyID: String, userHandle: [UInt8] = []) throws(WebAuthnError) {
    do throws(CryptographyError) {
      try self.init(
        relyingPartyID: relyingPartyID, credentialID: try SecureRandom.bytes(32), userHandle: userHandle, counter: 0,
        pem: try SoftwareKey.newPEM(on: .p256))
    } catch { throw .library(function: "libcrypto", reason: "\(error)") }
  }

  private init(
    relyingPartyID: String, credentialID: [UInt8], userHandle: [UInt8], counter: UInt32, pem: [UInt8]
  ) throws(CryptographyError) {
    self.relyingPartyID = relyingPartyID
    self.credentialID = credentialID
    self.userHandle = userHandle
    self.counter = counter
    self.pem = pem
    key = try SoftwareKey(pem: pem)
  }

  public enum Attestation: Sendable, Hashable {
    case none
    /// `packed`, signed by the passkey's own key.
    case selfSigned
  }

  /// What to say otherwise than a good device and browser would; nil and the defaults are right.
  public struct Behaviour: Sendable, Hashable {
    public var type: String?
    public var challenge: [UInt8]?
    public var origin: String?
    public var crossOrigin = false
    public var relyingPartyID: String?
    public var userPresent = true
    public var userVerified = true
    public var backupEligible = false
    public var backupState = false
    /// The counter to claim; its own stays where it is.
    public var counter: UInt32?
    /// Alters the signature.
    public var wrongSignature = false

    public init() {}
  }

  /// What `navigator.credentials.create` would give.
  public func registration(
    challenge: [UInt8], origin: String, attestation: Attestation = .none, behaviour: Behaviour = Behaviour()
  ) throws(WebAuthnError) -> PasskeyRegistration {
    let client = clientData("webauthn.create", challenge, origin, behaviour)
    let data =
      authenticatorData(behaviour, counter: behaviour.counter ?? counter, more: .attestedCredential)
      + [UInt8](repeating: 0, count: 16) + [UInt8(credentialID.count >> 8), UInt8(credentialID.count & 0xFF)]
      + credentialID + coseKey
    var statement = CBORText.map([])
    if attestation == .selfSigned {
      let signature = try sign(data, client, behaviour)
      statement = CBORText.map([
        CBORText.text("alg") + CBORText.integer(PasskeyAlgorithm.es256.coseIdentifier),
        CBORText.text("sig") + CBORText.bytes(signature),
      ])
    }
    let object = CBORText.map([
      CBORText.text("fmt") + CBORText.text(attestation == .none ? "none" : "packed"),
      CBORText.text("attStmt") + statement,
      CBORText.text("authData") + CBORText.bytes(data),
    ])
    return PasskeyRegistration(clientDataJSON: client, attestationObject: object, transports: ["internal"])
  }

  /// What `navigator.credentials.get` would give. Raises the counter.
  public mutating func answer(
    challenge: [UInt8], origin: String, behaviour: Behaviour = Behaviour()
  ) throws(WebAuthnError) -> PasskeyAnswer {
    counter += 1
    let client = clientData("webauthn.get", challenge, origin, behaviour)
    let data = authenticatorData(behaviour, counter: behaviour.counter ?? counter, more: [])
    return PasskeyAnswer(
      credentialID: credentialID, clientDataJSON: client, authenticatorData: data,
      signature: try sign(data, client, behaviour), userHandle: userHandle.isEmpty ? nil : userHandle)
  }

  private func sign(
    _ data: [UInt8], _ client: [UInt8], _ behaviour: Behaviour
  ) throws(WebAuthnError) -> [UInt8] {
    let message = data + Hash.digest(client).bytes + (behaviour.wrongSignature ? [0] : [])
    do { return try key.sign(message, scheme: .ecdsa(.sha256)) } catch {
      throw .library(function: "libcrypto", reason: "\(error)")
    }
  }

  private func clientData(_ type: String, _ challenge: [UInt8], _ origin: String, _ behaviour: Behaviour) -> [UInt8] {
    let members: [String: JSONValue] = [
      "type": .string(behaviour.type ?? type),
      "challenge": .string(Base64URL.encode(behaviour.challenge ?? challenge)),
      "origin": .string(behaviour.origin ?? origin),
      "crossOrigin": .bool(behaviour.crossOrigin),
    ]
    return JSONValue.object(members).canonicalBytes()
  }

  private func authenticatorData(_ behaviour: Behaviour, counter: UInt32, more: AuthenticatorFlags) -> [UInt8] {
    var flags = more
    if behaviour.userPresent { flags.insert(.userPresent) }
    if behaviour.userVerified { flags.insert(.userVerified) }
    if behaviour.backupEligible { flags.insert(.backupEligible) }
    if behaviour.backupState { flags.insert(.backedUp) }
    return Hash.digest(Array((behaviour.relyingPartyID ?? relyingPartyID).utf8)).bytes + [flags.rawValue]
      + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> $0) }
  }

  /// SubjectPublicKeyInfo of P-256 ends with the two coordinates.
  private var coseKey: [UInt8] {
    let point = key.publicKey.facts.spki.suffix(64)
    return CBORText.map([
      CBORText.integer(1) + CBORText.integer(2),
      CBORText.integer(3) + CBORText.integer(PasskeyAlgorithm.es256.coseIdentifier),
      CBORText.integer(-1) + CBORText.integer(1),
      CBORText.integer(-2) + CBORText.bytes(Array(point.prefix(32))),
      CBORText.integer(-3) + CBORText.bytes(Array(point.suffix(32))),
    ])
  }
}

extension SoftwarePasskey {
  /// For a file that only its owner may read: the private key is in it.
  public var json: JSONValue {
    .object([
      "what": .string("software passkey for tests and demonstrations"),
      "relyingPartyID": .string(relyingPartyID),
      "credentialID": .string(Base64URL.encode(credentialID)),
      "userHandle": .string(Base64URL.encode(userHandle)),
      "counter": .integer(Int64(counter)),
      "privateKey": .string(String(decoding: pem, as: UTF8.self)),
    ])
  }

  /// Reads what `json` wrote; nil for anything else.
  public init?(_ json: JSONValue) {
    guard let relyingPartyID = json["relyingPartyID"]?.text, let credentialID = json.bytes("credentialID"),
      (1...AttestedCredential.longestID).contains(credentialID.count), let userHandle = json.bytes("userHandle"),
      case .integer(let number)? = json["counter"], let counter = UInt32(exactly: number),
      let pem = json["privateKey"]?.text,
      let passkey = try? SoftwarePasskey(
        relyingPartyID: relyingPartyID, credentialID: credentialID, userHandle: userHandle, counter: counter,
        pem: Array(pem.utf8)), passkey.key.publicKey.facts.kind == .ec(.p256)
    else { return nil }
    self = passkey
  }
}
