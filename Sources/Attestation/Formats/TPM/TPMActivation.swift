public import Evidence

/// That a verifier made a credential for an attestation key, which only the TPM of an endorsement key can open
/// (TPM2_MakeCredential and TPM2_ActivateCredential; TPM 2.0 Library, Part 1, 24).
public struct TPMActivation: Sendable, Hashable {
  /// SHA-256 over the SubjectPublicKeyInfo of the endorsement key.
  public let endorsementKey: Digest
  /// nameAlg and digest: the credential opens for a key of this name alone, so that its attributes are proven, too.
  public let attestationKeyName: [UInt8]
  /// SHA-256 over the secret while the statement must still bring it as its part `activation`; nil once the verifier has seen it
  /// come back.
  public let outstandingSecret: Digest?

  public init(endorsementKey: Digest, attestationKeyName: [UInt8], outstandingSecret: Digest? = nil) {
    self.endorsementKey = endorsementKey
    self.attestationKeyName = attestationKeyName
    self.outstandingSecret = outstandingSecret
  }
}

extension Statement {
  /// What a TPM gave back for a credential of the verifier; nil in statements of other formats, and where nothing came.
  public var activationSecret: [UInt8]? {
    format == nil || format == TPMFormat.name ? parts[TPMEvidence.activationPart] : nil
  }
}
