public import Evidence
public import PolicyGates
public import Records
internal import TokenPool

/// Steps 6 to 9 in the life of a signing request, in their one order: intent, signature, verification, outcome.
///
/// A crash in between leaves an intent without its end, which the next start writes off as unknown, and what the intent
/// used up stays used up: a signature may be lost, never given twice.
public struct RecordedSigner: Sendable {
  private let signer: Signer
  private let journal: Journal
  private let clock: @Sendable () -> Instant

  public init(_ signer: Signer, journal: Journal, clock: @escaping @Sendable () -> Instant) {
    self.signer = signer
    self.journal = journal
    self.clock = clock
  }

  /// Records the intent, signs what the permit permits, and returns the signed object once it is on record.
  ///
  /// - Parameters:
  ///   - judgement: what the gates saw and said; key, scheme and messages are the permit's own.
  ///   - consumes: authorisations that this act uses up, besides the judgement's serial.
  ///   - counts: counters that this act raises.
  ///   - documents: documents that change with the intent; where one changed in between, nothing is signed.
  ///   - assemble: makes the signed object, such as a certificate, out of the signatures.
  /// - Throws: `.journal(.conflict)` where the request, the serial or an authorisation was used before: nothing was signed.
  ///   Every other error leaves a spent intent, and says so on record where the store still takes records.
  public func sign<Failure>(
    _ permit: consuming Permit, judgement: Judgement, consumes: [Consumption] = [], counts: [Consumption] = [],
    documents: [RegisterDocument] = [], assemble: (SignedMessages) throws(Failure) -> [UInt8]
  ) async throws(SigningError) -> [UInt8] {
    let intent = Intent(
      judgement: judgement, key: permit.key, scheme: permit.scheme, messages: permit.messages, form: permit.form,
      consumes: consumes, counts: counts, documents: documents)
    let receipt: Receipt
    do { receipt = try await journal.intend(intent) } catch { throw .journal(error) }

    let object: [UInt8]
    do {
      let signed = try await signer.sign(permit: permit, receipt: receipt, at: clock())
      object = try RecordedSigner.assembled(signed, assemble)
    } catch {
      try await end(judgement.decision, after: error)
      throw error
    }

    do {
      try await journal.conclude(Outcome(decision: judgement.decision, signedObject: object))
    } catch {
      throw .journal(error)
    }
    return object
  }

  private static func assembled<Failure>(
    _ signed: SignedMessages, _ assemble: (SignedMessages) throws(Failure) -> [UInt8]
  ) throws(SigningError) -> [UInt8] {
    do { return try assemble(signed) } catch { throw .assembly("\(error)") }
  }

  private func end(_ decision: DecisionID, after error: SigningError) async throws(SigningError) {
    do {
      switch error {
      case .incident:
        try await journal.reportIncident(decision, what: error.description)
      case .permitExpired, .receiptDiffers, .publicKeyDiffers, .publicKeyUnusable, .token(.busy, message: 0):
        try await journal.concludeNotSigned(decision, reason: error.description)
      case .token, .assembly, .journal:
        try await journal.concludeUnknown(decision, reason: error.description)
      }
    } catch let failure {
      // Graver than what came before: the service must stop. The intent stands, so the next start writes it off.
      throw .journal(failure)
    }
  }
}

extension RecordedFinding {
  public init(_ finding: Finding) {
    self.init(
      rule: finding.rule, clause: finding.clause, severity: finding.severity.rawValue, field: finding.field,
      found: finding.found, required: finding.required)
  }
}
