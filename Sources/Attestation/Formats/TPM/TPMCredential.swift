internal import Cryptography
internal import Evidence
internal import X509

/// A secret that only one TPM can read, and only for an attestation key of one name: TPM2_MakeCredential done in software
/// (TPM 2.0 Library, Part 1, 24 and C.3).
///
/// The verifier keeps `activation` and sends `identityObject` and `encryptedSecret`; the TPM answers TPM2_ActivateCredential
/// with the secret if it holds the endorsement key and a key of that name, and else with an error.
/// For endorsement keys of RSA under TCG's templates L-1 and H-1 (AES-128-CFB, SHA-256); others are not done.
public struct TPMCredential: Sendable, Hashable {
  /// TPM2B_ID_OBJECT.
  public let identityObject: [UInt8]
  /// TPM2B_ENCRYPTED_SECRET.
  public let encryptedSecret: [UInt8]
  /// Says what the secret must be; belongs into `AppraisalTerms.activations`.
  public let activation: TPMActivation

  /// Makes a credential.
  ///
  /// - Parameters:
  ///   - secret: 16 to 32 random bytes, never used twice.
  ///   - seed: 32 random bytes, never used twice.
  ///   - attestationKey: TPMT_PUBLIC or TPM2B_PUBLIC, as the part `ak`.
  ///   - endorsementKey: SubjectPublicKeyInfo, DER, from an endorsement certificate that was checked.
  public init(
    secret: [UInt8], seed: [UInt8], attestationKey: [UInt8], endorsementKey: [UInt8]
  ) throws(AttestationError) {
    guard (16...32).contains(secret.count), seed.count == 32 else {
      throw .malformed(path: "secret", found: "\(secret.count) bytes", required: "16 to 32, and a seed of 32")
    }
    let name = try TPMPublic(attestationKey, part: "ak").name
    try TPMCredential.check(endorsementKey)
    do {
      let key = try PublicKey(spki: endorsementKey)
      encryptedSecret = TPMCredential.sized(try key.encryptOAEP(seed, label: Array("IDENTITY\0".utf8), .sha256))
      let cipherKey = try CredentialProtection.derive(
        seed, label: "STORAGE", contextU: name, contextV: [], byteCount: 16, .sha256)
      let identity = try CredentialProtection.encryptAES128CFB(TPMCredential.sized(secret), key: cipherKey)
      let macKey = try CredentialProtection.derive(
        seed, label: "INTEGRITY", contextU: [], contextV: [], byteCount: 32, .sha256)
      let mac = try CredentialProtection.hmac(identity + name, key: macKey, .sha256)
      identityObject = TPMCredential.sized(TPMCredential.sized(mac) + identity)
    } catch {
      throw .malformed(path: "ek", found: "\(error)", required: "an RSA key that can be encrypted to")
    }
    activation = TPMActivation(
      endorsementKey: Hash.digest(endorsementKey), attestationKeyName: name, outstandingSecret: Hash.digest(secret))
  }

  /// The same for the key of an endorsement certificate: DER or PEM, with or without those above it.
  ///
  /// Whether the certificate is believed shows when evidence is appraised: the credential opens nothing by itself.
  public init(
    secret: [UInt8], seed: [UInt8], attestationKey: [UInt8], endorsementCertificate: [UInt8]
  ) throws(AttestationError) {
    guard let certificate = try TolerantCertificate.all(in: endorsementCertificate, path: "ek").first else {
      throw .malformed(path: "ek", found: "no certificate", required: "one")
    }
    try self.init(secret: secret, seed: seed, attestationKey: attestationKey, endorsementKey: certificate.spki)
  }

  /// TCG's templates L-1 and H-1 are for RSA of 2048 bits; a TPM answers others with an error that says nothing.
  private static func check(_ endorsementKey: [UInt8]) throws(AttestationError) {
    let facts = (try? SubjectPublicKeyInfo(der: endorsementKey)).map { KeyFacts(examining: $0, depth: .quick) }
    guard let facts, case .rsa = facts.kind, facts.bits == 2048 else {
      throw .malformed(
        path: "ek", found: "another key", required: "an RSA key of 2048 bits (TCG's templates L-1 and H-1)")
    }
    if let weakness = facts.weaknesses.first {
      throw .malformed(
        path: "ek", found: "a key that others can open: \(weakness.kind.rawValue), \(weakness.evidence)",
        required: "the key of a TPM that made it well")
    }
  }

  /// Both structures as `tpm2_activatecredential` reads them: its magic, its version 1, and they.
  public var toolFile: [UInt8] { [0xBA, 0xDC, 0xC0, 0xDE, 0, 0, 0, 1] + identityObject + encryptedSecret }

  private static func sized(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8(truncatingIfNeeded: bytes.count >> 8), UInt8(truncatingIfNeeded: bytes.count)] + bytes
  }
}
