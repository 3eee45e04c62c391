public import Attestation
public import Evidence

/// Where a subject's key was born, as the evidence claims it.
public struct AppraisedOrigin: Sendable, Hashable {
  /// About the device that holds the key; nil where there is no evidence.
  public let key: AttestedKey?
  /// About the device where a moved key was generated.
  public let source: AttestedKey?
  /// What the gateway read when it made a key that it keeps under wrap: of its own records alone.
  public let recorded: AttestedKey?

  public init(key: AttestedKey?, source: AttestedKey?, recorded: AttestedKey? = nil) {
    self.key = key
    self.source = source
    self.recorded = recorded
  }

  /// What the subject token says now, or said when the gateway made the key, or what the client sent, whichever is worth more:
  /// signed evidence outranks a module's word, and that outranks the client's.
  ///
  /// Throws where a statement cannot be read.
  public init(
    _ reading: CertificateReading, _ live: PKCS11Attributes?, recorded: PKCS11Attributes?, _ terms: AppraisalTerms
  ) throws(AssemblyError) {
    self.recorded = recorded?.appraise()
    var best = live?.appraise() ?? self.recorded
    for statement in reading.statements {
      let received = try AppraisedOrigin.key(in: statement, .attestation, reading, terms)
      guard let received else { continue }
      best = best.map { received.evidenceClass.outranks($0.evidenceClass) ? received : $0 } ?? received
    }
    key = best
    source = try reading.sourceStatement.flatMap { statement throws(AssemblyError) in
      try AppraisedOrigin.key(in: statement, .sourceAttestation, reading, terms)
    }
  }

  /// The same, where the evidence was asked to carry a nonce that it turned out to carry: an appraisal under terms with the
  /// nonce says the same.
  public func asked(for nonce: [UInt8]) -> AppraisedOrigin {
    AppraisedOrigin(key: key?.asked(for: nonce), source: source?.asked(for: nonce), recorded: recorded)
  }

  /// Of a statement about several keys the one that is about the subject's counts, or else the first, so that a gate can say
  /// what differs.
  private static func key(
    in statement: Statement, _ name: EvidenceName, _ reading: CertificateReading, _ terms: AppraisalTerms
  ) throws(AssemblyError) -> AttestedKey? {
    do {
      let keys = try Formats.appraise(statement, under: terms)
      return keys.first { $0.spkiSHA256 == reading.subjectKey.spkiSHA256 } ?? keys.first
    } catch {
      throw .malformed(name, problem: error.description)
    }
  }
}
