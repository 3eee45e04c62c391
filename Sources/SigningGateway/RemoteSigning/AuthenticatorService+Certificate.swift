internal import Applications
internal import Cryptography
internal import DER
internal import Evidence
internal import Records
internal import X509

extension AuthenticatorService {
  /// Takes a certificate of the signatory's own, whose key signed the enrolment's challenge.
  ///
  /// Refused is a key that this service keeps for a credential: it would release its own signatures.
  func enrol(
    _ id: String, certificate der: [UInt8], proof: String
  ) async throws(GatewayError) -> AuthenticatorRecord {
    let now = clock()
    let pending = try take(id, at: now)
    guard let statement = proof.contains(".") ? Array(proof.utf8) : Base64.decode(proof) else {
      throw .malformed(field: "$.proof", problem: "is neither JWS nor base64 of CMS")
    }
    let certificate: Certificate
    let key: PublicKey
    do {
      certificate = try Certificate(der: der)
      key = try PublicKey(certificate.tbsCertificate.subjectPublicKeyInfo)
    } catch { throw .malformed(field: "$.certificate", problem: "\(error)") }
    guard certificate.tbsCertificate.validity.contains(secondsSinceEpoch: now.seconds) else {
      throw .malformed(field: "$.certificate", problem: "is not valid now")
    }
    guard DetachedProof.verifies(statement, over: pending.challenge, by: key, certificate) else {
      throw .malformed(
        field: "$.proof", problem: "is no detached signature of the certificate's key over the challenge")
    }
    let spki = key.facts.spkiSHA256
    guard try await journal.store.find(CredentialKeyRecord.self, spki.hex) == nil else {
      throw .malformed(field: "$.certificate", problem: "is for a key that this service keeps")
    }
    let record = AuthenticatorRecord(
      id: "ce-" + Hex.encode(Array(spki.bytes.prefix(16))), signatory: pending.signatory.id, means: .certificate(der),
      isActive: true, enrolledAt: now, enrolledBy: pending.enrolledBy)
    try await store(record, pending, blobs: [Blob(statement)], at: now)
    return record
  }
}

/// A detached signature by the key of a certificate: CMS (DER) or JWS (compact, without its payload).
enum DetachedProof {
  static func verifies(
    _ statement: [UInt8], over bytes: [UInt8], by key: PublicKey, _ certificate: Certificate
  ) -> Bool {
    if let text = String(validating: statement, as: UTF8.self), text.contains(".") {
      return JSONWebSignature.verifies(text, over: bytes, by: key, keyID: key.facts.spkiSHA256.hex)
    }
    return DetachedCMS(der: statement).verifies(over: bytes, by: key, certificate: certificate)
  }
}
