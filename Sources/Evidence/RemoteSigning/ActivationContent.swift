/// What a signatory releases by one act: signature activation data before it is made opaque (EN 419 241-1 SRA_SAP.2.3 as
/// TS 119 431-1 SIG-6.3.1-11 to -13 names it).
///
/// The signatory's device signs the SHA-256 over `canonicalBytes()`, so nothing of it can change afterwards.
public struct ActivationContent: Sendable, Hashable {
  /// The signature session, unique in this service.
  public let session: String
  /// The process by which the signatory was authenticated.
  public let identityVerification: String
  public let signatory: String
  public let credential: String
  /// Digests of what is to be signed (DTBS/R), repeated as often as they may be signed; empty where the credential's owner
  /// releases a number of signatures and no documents.
  public let hashes: [Digest]
  /// How many signatures may be made.
  public let signatures: Int
  /// The first instant at which it is worth nothing.
  public let expires: Instant

  public init(
    session: String, identityVerification: String, signatory: String, credential: String, hashes: [Digest],
    signatures: Int, expires: Instant
  ) {
    self.session = session
    self.identityVerification = identityVerification
    self.signatory = signatory
    self.credential = credential
    self.hashes = hashes
    self.signatures = signatures
    self.expires = expires
  }

  public var json: JSONValue {
    .object([
      "schema": .integer(1), "session": .string(session), "identityVerification": .string(identityVerification),
      "signatory": .string(signatory), "credential": .string(credential),
      "hashes": .array(
        hashes.map { .object(["algorithm": .string($0.algorithm.rawValue), "value": .string($0.hex)]) }),
      "signatures": .integer(Int64(clamping: signatures)), "expires": .string(expires.description),
    ])
  }

  public func canonicalBytes() -> [UInt8] { json.canonicalBytes() }

  /// Reads what `json` wrote; nil for anything else.
  public init?(_ json: JSONValue) {
    guard case .integer(1)? = json["schema"], let session = json["session"]?.text,
      let identityVerification = json["identityVerification"]?.text, let signatory = json["signatory"]?.text,
      let credential = json["credential"]?.text, let elements = json["hashes"]?.elements,
      case .integer(let number)? = json["signatures"], let signatures = Int(exactly: number),
      let expires = json["expires"]?.text.flatMap({ Instant($0) })
    else { return nil }
    let hashes = elements.compactMap { element -> Digest? in
      guard let algorithm = element["algorithm"]?.text.flatMap({ HashAlgorithm(rawValue: $0) }),
        let bytes = element["value"]?.text.flatMap({ Hex.decode($0) })
      else { return nil }
      return Digest(algorithm: algorithm, bytes: bytes)
    }
    guard hashes.count == elements.count else { return nil }
    self.init(
      session: session, identityVerification: identityVerification, signatory: signatory, credential: credential,
      hashes: hashes, signatures: signatures, expires: expires)
  }
}
