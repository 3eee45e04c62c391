/// The names that raw evidence goes by in a record. Published: a name is retired, never changed.
public enum EvidenceName: String, Sendable, Hashable, CaseIterable {
  case tbsCertificate, csr, application, attestation, previousCertificate, precertificate
  /// What a subject token said of the key when it was asked: a statement of ours.
  case keyOrigin
  /// Of a key that the gateway keeps under wrap: what its record says, and what it read of the key when it made it.
  case wrappedKeeping, recordedOrigin
  /// A moved key's evidence of the device where it was generated, and the register's entry for that device.
  case sourceAttestation, sourceDevice
  /// The operator's anchors and advisories, and the nonce that the evidence was asked to carry.
  case appraisal, nonce
  /// What TPMs were asked to open: endorsement key, name of the attestation key, and the digest of the secret, which is spent.
  case activations
  case deviceRecord, issuerCertificate, issuerKey, requesterCertificate, requester
  /// What the registers answered at the time of the decision.
  case registers
  /// The baseline, and which shoulds were raised.
  case judgingTerms
  /// What the operator says of the service, and the registered officers who signed the application.
  case service, officers
  /// SHA-256 over the order by which the gateway made the subject's key; absent where it was made otherwise.
  case enrolment
  /// Of a statement of our own: what was asked, what was to be signed, what the token said of the key and of the attestation key,
  /// that key's certificate, and arc, purpose, nonce and class.
  case request, tbsEvidence, keyAttributes, attestationKeyAttributes, attestationCertificate, statementTerms
  /// The entry of the subject's key in the operator's list of published keys; absent where it is on none.
  case knownWeakKey
}

/// Raw evidence that cannot be put together again.
public enum AssemblyError: Error, Sendable, Hashable {
  /// A record of a later version may hold evidence that this one cannot judge by.
  case unknown(String)
  case missing(EvidenceName)
  case malformed(EvidenceName, problem: String)
  /// The application is none; the path begins at its root, which is `$`.
  case application(path: String, problem: String)
}

extension AssemblyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknown(let name): "evidence \(name) is none that this version knows"
    case .missing(let name): "evidence \(name.rawValue) is absent, must be there"
    case .malformed(let name, let problem): "evidence \(name.rawValue) cannot be read: \(problem)"
    case .application(let path, let problem): "evidence application cannot be read: \(path): \(problem)"
    }
  }
}
