internal import Cryptography
internal import Evidence
internal import X509

extension SignedActivation {
  /// Examines a detached signature over the activation's content: CMS (DER) or JWS (compact, without its payload).
  init(statement: [UInt8], certificate der: [UInt8], over content: ActivationContent) throws(GatewayError) {
    let certificate: Certificate
    let key: PublicKey
    do {
      certificate = try Certificate(der: der)
      key = try PublicKey(certificate.tbsCertificate.subjectPublicKeyInfo)
    } catch { throw .incident("a registered certificate cannot be read: \(error)", decision: nil) }
    let bytes = content.canonicalBytes()
    let verifies = DetachedProof.verifies(statement, over: bytes, by: key, certificate)
    let validity = certificate.tbsCertificate.validity
    // A detached signature verifies over this very content or not at all.
    self.init(
      signatureVerifies: verifies, contentMatches: verifies, signerKey: key.facts.spkiSHA256,
      signerNotBefore: Instant(seconds: validity.notBefore.secondsSinceEpoch),
      signerNotAfter: Instant(seconds: validity.notAfter.secondsSinceEpoch))
  }
}
