internal import Cryptography
internal import DER
internal import Evidence

/// What WebAuthn binds a TPM's statement to: authenticator data and client data (WebAuthn Level 2, 6.5 and 8.3).
struct WebAuthnParts: Sendable, Hashable {
  /// Nil where none came, as in ACME's device-attest-01.
  let authData: AuthenticatorData?
  /// SHA-256 over the client data; nil where the client data did not come.
  let clientDataHash: [UInt8]?
  /// The verifier's challenge in the client data, or the hash where only that came; nil where neither did.
  let challenge: [UInt8]?

  init(authData: [UInt8]?, clientData: [UInt8]?, clientDataHash: [UInt8]?) throws(AttestationError) {
    if let authData {
      self.authData = try AuthenticatorData(authData, part: "authdata")
    } else {
      self.authData = nil
    }
    if let clientDataHash, clientDataHash.count != 32 {
      throw .malformed(path: "clientdata-hash", found: "\(clientDataHash.count) bytes", required: "32")
    }
    let computed = clientData.map { Hash.digest($0).bytes }
    if let computed, let clientDataHash, computed != clientDataHash {
      throw .malformed(path: "clientdata-hash", found: "the hash of something else", required: "that of clientdata")
    }
    self.clientDataHash = computed ?? clientDataHash
    challenge = clientData == nil ? clientDataHash : clientData.flatMap { ClientData.challenge($0) }
  }

  /// What extraData must be under a signature algorithm; nil where the client data did not come.
  func extraData(_ hash: TPMHash) -> [UInt8]? {
    guard let clientDataHash else { return nil }
    guard let authData else { return clientDataHash }
    return hash.digest(authData.bytes + clientDataHash)
  }
}

/// Authenticator data (WebAuthn Level 2, 6.1).
struct AuthenticatorData: Sendable, Hashable {
  let bytes: [UInt8]
  let aaguid: [UInt8]
  /// The credential's public key as SubjectPublicKeyInfo; nil where it is of a kind that no TPM attests here.
  let spki: [UInt8]?

  init(_ bytes: [UInt8], part: String) throws(AttestationError) {
    self.bytes = bytes
    guard bytes.count >= 55 else {
      throw .malformed(path: part, found: "\(bytes.count) bytes", required: "at least 55")
    }
    let flags = bytes[32]
    // Attested credential data must be there, and extensions where the flags say so.
    guard flags & 0x40 != 0 else {
      throw .malformed(path: part, found: "no attested credential data", required: "attested credential data")
    }
    aaguid = Array(bytes[37..<53])
    let idLength = Int(bytes[53]) << 8 | Int(bytes[54])
    guard bytes.count - 55 >= idLength else {
      throw .malformed(path: "\(part).credentialId", found: "\(bytes.count - 55) bytes", required: "\(idLength)")
    }
    var rest = bytes.dropFirst(55 + idLength)
    let key = try CBORValue(prefix: &rest, part: "\(part).credentialPublicKey")
    if flags & 0x80 != 0 { _ = try CBORValue(prefix: &rest, part: "\(part).extensions") }
    guard rest.isEmpty else {
      throw .malformed(path: part, found: "\(rest.count) bytes after the end", required: "none")
    }
    spki = AuthenticatorData.spki(key)
  }

  /// A COSE_Key (RFC 9052, 7): kty 3 is RSA (RFC 8230), kty 2 a key on a curve (RFC 9053, 7.1.1).
  private static func spki(_ key: CBORValue) -> [UInt8]? {
    switch key[1]?.number {
    case 3:
      guard let modulus = key[-1]?.byteString, let exponent = key[-2]?.byteString else { return nil }
      return try? PublicKey(rsaModulus: modulus, exponent: exponent).facts.spki
    case 2:
      let curves: [Int64: EllipticCurve] = [1: .p256, 2: .p384, 3: .p521]
      guard let curve = key[-1]?.number.flatMap({ curves[$0] }), let x = key[-2]?.byteString,
        let y = key[-3]?.byteString
      else { return nil }
      return try? PublicKey(curve: curve, uncompressedPoint: [4] + x + y).facts.spki
    default: return nil
    }
  }
}

/// CollectedClientData (WebAuthn Level 2, 5.8.1): JSON whose members stand as the browser wrote them.
enum ClientData {
  /// The challenge; nil unless there is exactly one, in base64url without padding.
  ///
  /// A quotation mark inside a JSON string is always escaped, so the marker cannot stand inside a value.
  static func challenge(_ bytes: [UInt8]) -> [UInt8]? {
    let marker = Array(#""challenge":""#.utf8)
    var found: [ArraySlice<UInt8>] = []
    for index in bytes.indices where bytes[index] == marker[0] && bytes[index...].starts(with: marker) {
      found.append(bytes[index...].dropFirst(marker.count).prefix { $0 != UInt8(ascii: "\"") })
    }
    guard let text = found.first, found.count == 1, text.count <= 1024 else { return nil }
    let standard = text.map { byte in
      switch byte {
      case UInt8(ascii: "-"): UInt8(ascii: "+")
      case UInt8(ascii: "_"): UInt8(ascii: "/")
      default: byte
      }
    }
    guard !text.contains(UInt8(ascii: "+")), !text.contains(UInt8(ascii: "/")) else { return nil }
    return Base64.decode(standard + Array(repeating: UInt8(ascii: "="), count: (4 - standard.count % 4) % 4))
  }
}
