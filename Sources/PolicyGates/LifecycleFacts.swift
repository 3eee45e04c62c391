public import Evidence
public import X509

/// The certificate before the one that is asked for, as the request shows it. The digests come from outside: they take
/// cryptography.
public struct PreviousCertificate: Sendable, Hashable {
  public let tbs: TBSCertificate
  /// SHA-256 over the certificate, DER.
  public let sha256: Digest
  /// SHA-256 over the form in which names are compared (RFC 5280 clause 7.1).
  public let nameForm: Digest

  public init(tbs: TBSCertificate, sha256: Digest, nameForm: Digest) {
    self.tbs = tbs
    self.sha256 = sha256
    self.nameForm = nameForm
  }
}

/// A certificate beside the one before it: what can be judged of an event by content alone.
public struct CertificateChange: Sendable {
  public let event: LifecycleEvent
  public let content: CertificateContent
  /// Nil where none came.
  public let previous: PreviousCertificate?

  public init(event: LifecycleEvent, content: CertificateContent, previous: PreviousCertificate?) {
    self.event = event
    self.content = content
    self.previous = previous
  }

  var isSubsequent: Bool { event != .initial }
}

extension CertificateChange: Scoped {
  public var scope: RuleScope? { content.scope }
}

/// All that is known of an event: the change, what the registers say, and the application.
public struct LifecycleFacts: Sendable {
  public let change: CertificateChange
  /// The issuer's name in the configuration.
  public let issuer: String
  public let registers: RegisterAnswers
  public let application: IssuanceApplication?
  public let now: Instant

  public init(
    change: CertificateChange, issuer: String, registers: RegisterAnswers, application: IssuanceApplication?,
    now: Instant
  ) {
    self.change = change
    self.issuer = issuer
    self.registers = registers
    self.application = application
    self.now = now
  }

  var content: CertificateContent { change.content }
  var subjectID: String? { application?.registration?.subjectID }

  /// The register's entry for exactly the certificate that the request shows.
  ///
  /// An inventory of numbers and names alone is compared by both.
  var registeredPrevious: CertificateEntry? {
    guard let shown = change.previous, let entry = registers.previous,
      entry.serial.magnitude == Array(shown.tbs.serialNumber.bytes.drop { $0 == 0 })
    else { return nil }
    if let certificate = entry.certificate { return certificate == shown.sha256 ? entry : nil }
    return entry.isImported && entry.nameForm == shown.nameForm ? entry : nil
  }

  /// The same where nobody said whose it was: then who shows it is taken for its subject.
  var unnamedPrevious: CertificateEntry? { registeredPrevious.flatMap { $0.subjectID == nil ? $0 : nil } }
}

extension LifecycleFacts: Scoped {
  public var scope: RuleScope? { content.scope }
}
