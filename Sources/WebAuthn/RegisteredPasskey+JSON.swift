internal import DER
public import Evidence

extension RegisteredPasskey {
  /// For the register. Bytes are base64url without padding.
  public var json: JSONValue {
    .object([
      "credentialID": .string(Base64URL.encode(credentialID)),
      "algorithm": .string(algorithm.rawValue),
      "coseKey": .string(Base64URL.encode(coseKey)),
      "spki": .string(Base64URL.encode(spki)),
      "aaguid": .string(Hex.encode(aaguid)),
      "signCount": .integer(Int64(signCount)),
      "backupEligible": .bool(backupEligible),
      "backupState": .bool(backupState),
      "attestation": attestation.json,
      "registration": registration.json,
    ])
  }

  /// Reads what `json` wrote; nil for anything else. That algorithm and SPKI are those of the key is asked again.
  public init?(_ json: JSONValue) {
    guard let credentialID = json.bytes("credentialID"), !credentialID.isEmpty,
      let aaguid = json["aaguid"]?.text.flatMap({ Hex.decode($0) }), aaguid.count == 16,
      let item = json.bytes("coseKey").flatMap({ try? CBORItem($0, path: "coseKey") }),
      let key = try? COSEKey(item, path: "coseKey"),
      case .integer(let number)? = json["signCount"], let signCount = UInt32(exactly: number),
      case .bool(let backupEligible)? = json["backupEligible"], case .bool(let backupState)? = json["backupState"],
      let attestation = json["attestation"].flatMap({ PasskeyAttestation($0) }),
      let registration = json["registration"].flatMap({ PasskeyRegistration($0) })
    else { return nil }
    self.init(
      credentialID: credentialID, key: key, aaguid: aaguid, signCount: signCount, backupEligible: backupEligible,
      backupState: backupState, attestation: attestation, registration: registration)
    guard self.json == json else { return nil }
  }
}

extension PasskeyAttestation {
  public var json: JSONValue {
    var members: [String: JSONValue] = ["format": .string(format), "proof": .string(proof.rawValue)]
    members["anchor"] = anchor.map(JSONValue.string)
    return .object(members)
  }

  public init?(_ json: JSONValue) {
    guard let format = json["format"]?.text, let proof = json["proof"]?.text.flatMap({ Proof(rawValue: $0) }) else {
      return nil
    }
    self.init(format: format, proof: proof, anchor: json["anchor"]?.text)
  }
}

extension PasskeyRegistration {
  public var json: JSONValue {
    .object([
      "clientDataJSON": .string(Base64URL.encode(clientDataJSON)),
      "attestationObject": .string(Base64URL.encode(attestationObject)),
      "transports": .array(transports.map(JSONValue.string)),
    ])
  }

  public init?(_ json: JSONValue) {
    guard let clientDataJSON = json.bytes("clientDataJSON"), let attestationObject = json.bytes("attestationObject"),
      let transports = json["transports"]?.elements
    else { return nil }
    let names = transports.compactMap(\.text)
    guard names.count == transports.count else { return nil }
    self.init(clientDataJSON: clientDataJSON, attestationObject: attestationObject, transports: names)
  }
}

extension JSONValue {
  func bytes(_ name: String) -> [UInt8]? { self[name]?.text.flatMap { Base64URL.decode($0) } }
}
