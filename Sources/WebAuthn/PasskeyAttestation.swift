internal import Cryptography
internal import DER
internal import Evidence
internal import X509

/// What the statement of a registration proved of the device that made the passkey.
public struct PasskeyAttestation: Sendable, Hashable {
  public enum Proof: String, Sendable, Hashable, CaseIterable {
    /// No statement came (format `none`).
    case none
    /// Signed by the passkey itself: proves its possession, and nothing of its device.
    case selfSigned = "self"
    /// Signed by a certificate that comes from none of the anchors.
    case unanchored
    /// Signed by a certificate that an anchor's key, or a chain from it, has signed.
    case anchored
    /// Of a format or algorithm that nothing here verifies: kept, and worth nothing.
    case unexamined
  }

  /// `packed`, `fido-u2f`, `tpm`, `none`, or whatever else the device said.
  public let format: String
  public let proof: Proof
  /// SHA-256 over the anchor's SubjectPublicKeyInfo, in hexadecimal, where there is one.
  public let anchor: String?

  public init(format: String, proof: Proof, anchor: String? = nil) {
    self.format = format
    self.proof = proof
    self.anchor = anchor
  }
}

extension PasskeyAttestation {
  /// Appraises a statement by the procedure of its format (WebAuthn Level 2, 8). Throws where the statement is of a known
  /// format and wrong.
  static func appraised(
    _ format: String, statement: CBORItem, data: AuthenticatorData, credential: AttestedCredential,
    clientDataHash: [UInt8], relyingParty: RelyingParty, anchors: PasskeyAnchors
  ) throws(WebAuthnError) -> PasskeyAttestation {
    let path = "attestationObject.attStmt"
    guard let members = statement.members else {
      throw .malformed(path: path, found: "no map", required: "a map")
    }
    if format == "none" {
      guard members.isEmpty else {
        throw .refused(path: path, found: "\(members.count) members", required: "empty for none", clause: "L2 8.7")
      }
      return PasskeyAttestation(format: format, proof: .none)
    }
    guard ["packed", "fido-u2f", "tpm"].contains(format), format != "tpm" || statement["alg"]?.number == sha1RSA else {
      return PasskeyAttestation(format: WebAuthnText.shown(format), proof: .unexamined)
    }
    let chain = try certificates(statement, path)
    try check(format, statement: statement, leaf: chain.first, count: chain.count, credential: credential)
    let verdict = LibFIDO2.verifyAttestation(
      format, statement: statement, data: data, clientDataHash: clientDataHash, relyingPartyID: relyingParty.id)
    if format == "tpm" {
      // libfido2 verifies TPM statements that are signed over SHA-1 and of one layout. They are worth nothing here.
      guard verdict != .badSignature else { throw badSignature(path) }
      return PasskeyAttestation(format: format, proof: .unexamined)
    }
    guard verdict == .verified else { throw badSignature(path) }
    guard !chain.isEmpty else { return PasskeyAttestation(format: format, proof: .selfSigned) }
    guard let anchor = anchors.anchor(of: chain) else {
      return PasskeyAttestation(format: format, proof: .unanchored)
    }
    return PasskeyAttestation(format: format, proof: .anchored, anchor: anchor.facts.spkiSHA256.hex)
  }

  /// RS1 in COSE: RSASSA-PKCS1-v1_5 with SHA-1.
  private static let sha1RSA: Int64 = -65535
  private static let mostCertificates = 8

  private static func badSignature(_ path: String) -> WebAuthnError {
    .refused(path: "\(path).sig", found: "not verified", required: "a signature over this registration", clause: "L2 8")
  }

  private static func certificates(_ statement: CBORItem, _ path: String) throws(WebAuthnError) -> [Certificate] {
    guard let list = statement["x5c"] else { return [] }
    guard let elements = list.elements, (1...mostCertificates).contains(elements.count) else {
      throw .malformed(path: "\(path).x5c", found: "no such array", required: "1 to \(mostCertificates) certificates")
    }
    var chain: [Certificate] = []
    for (index, element) in elements.enumerated() {
      guard let der = element.byteString, let certificate = try? Certificate(der: der) else {
        throw .malformed(path: "\(path).x5c[\(index)]", found: "no certificate", required: "a certificate in DER")
      }
      chain.append(certificate)
    }
    return chain
  }

  /// What libfido2 leaves to its caller.
  private static func check(
    _ format: String, statement: CBORItem, leaf: Certificate?, count: Int, credential: AttestedCredential
  ) throws(WebAuthnError) {
    let path = "attestationObject.attStmt"
    switch (format, leaf) {
    case ("packed", nil):
      let number = statement["alg"]?.number
      guard number == credential.key.algorithm.coseIdentifier else {
        let found = number.map(String.init) ?? "absent"
        throw .refused(path: "\(path).alg", found: found, required: "the passkey's own", clause: "L2 8.2")
      }
    case ("packed", let leaf?):
      if let reason = PackedCertificate.objection(to: leaf, aaguid: credential.aaguid) {
        throw .refused(path: "\(path).x5c[0]", found: reason, required: "as clause 8.2.1 says", clause: "L2 8.2.1")
      }
    case ("fido-u2f", let leaf):
      guard count == 1, let leaf, credential.key.algorithm == .es256,
        let facts = try? KeyFacts(leaf.tbsCertificate.subjectPublicKeyInfo), facts.kind == .ec(.p256)
      else {
        throw .refused(
          path: "\(path).x5c", found: "something else", required: "one certificate with a key on P-256",
          clause: "L2 8.6")
      }
    default: break
    }
  }
}

/// Attestation certificates of format `packed` (WebAuthn Level 2, 8.2.1).
private enum PackedCertificate {
  private static let aaguid = DER.ObjectIdentifier(1, 3, 6, 1, 4, 1, 45724, 1, 1, 4)

  static func objection(to certificate: Certificate, aaguid: [UInt8]) -> String? {
    let tbs = certificate.tbsCertificate
    guard tbs.version == .v3 else { return "a certificate that is not of version 3" }
    guard tbs.subject.values(of: .organizationalUnitName).contains(where: { $0.text == "Authenticator Attestation" })
    else { return "a subject without OU=Authenticator Attestation" }
    guard case .present(let constraints, _) = tbs.extensionValue(BasicConstraints.self), !constraints.isCA else {
      return "a certificate without basicConstraints that say it is no CA"
    }
    let stated = tbs.extensions.filter { $0.oid == PackedCertificate.aaguid }
    guard stated.allSatisfy({ !$0.critical && $0.value == [0x04, 0x10] + aaguid }) else {
      return "the certificate of another model (AAGUID)"
    }
    return nil
  }
}
