import Cryptography
public import Evidence
public import PolicyGates
import X509

/// What the registers say in a sample: nothing against it, until a test changes one thing.
public struct SampleRegisters: Sendable {
  public var nameHolders: [String?] = []
  public var keyHolders: [String?] = []
  public var keyCompromised: Instant?
  /// Whose the previous certificate is; nil where an inventory did not say.
  public var previousSubject: String? = "S-1"
  public var knowsPrevious = true
  public var previousIsImported = false
  /// The inventory has the certificate itself, not its number and name alone.
  public var knowsPreviousDigest = true
  public var previousTerms: Digest? = Sample.termsSHA256
  public var revoked: RevocationReason?
  public var inventoryIsMissing = false

  public init() {}

  public func answers(_ serial: SerialStatus, previous: SampleCertificate?) throws -> RegisterAnswers {
    let known = knowsPrevious ? previous : nil
    let number = previous.flatMap { Evidence.SerialNumber(magnitude: $0.serial) }
    return RegisterAnswers(
      serial: serial, nameHolders: Holders(nameHolders), keyHolders: Holders(keyHolders),
      keyCompromised: keyCompromised, previous: try known.flatMap { try entry($0) },
      previousRevocation: revoked.flatMap { reason in
        number.map { Revocation(serial: $0, reason: reason, at: Sample.instant("2026-11-01")) }
      },
      inventoryIsMissing: inventoryIsMissing)
  }

  private func entry(_ previous: SampleCertificate) throws -> CertificateEntry? {
    guard let serial = Evidence.SerialNumber(magnitude: previous.serial) else { return nil }
    let shown = try previous.shown()
    return CertificateEntry(
      issuer: "issuing", serial: serial, certificate: knowsPreviousDigest ? shown.sha256 : nil,
      nameForm: shown.nameForm, subjectID: previousSubject, subjectKey: previous.key.facts.spkiSHA256,
      terms: previousTerms, decision: previousIsImported ? nil : DecisionID(String(repeating: "0a", count: 16)))
  }
}

extension SampleCertificate {
  /// The certificate with a signature that is none.
  public func derBytes() throws -> [UInt8] {
    Certificate(tbs: try tbs(), signatureAlgorithm: signature, signature: [0]).derBytes
  }

  /// The certificate as a request shows it for the next one.
  public func shown() throws -> PreviousCertificate {
    PreviousCertificate(
      tbs: try tbs(), sha256: Hash.digest(try derBytes()), nameForm: Hash.digest(Name(subject).derBytes))
  }
}

extension SampleEvidence {
  /// Makes the sample a later event that every gate admits: the certificate before was issued a year ago.
  public mutating func follow(_ event: LifecycleEvent) {
    self.event = event
    var previous = certificate
    previous.serial[1] ^= 1
    previous.notBefore = Sample.time("2025-11-20T12:00:00Z")
    previous.notAfter = Sample.time("2026-12-20T11:59:59Z")
    let changed = event == .modification ? ["surname"] : []
    if event == .rekey { previous.key = .issuing }
    if event == .modification { previous.subject(.surname, "Musterfrau") }
    self.previous = previous
    registers.nameHolders = ["S-1"]
    registers.keyHolders = event == .rekey ? [] : ["S-1"]
    process { sample in
      sample.application.lifecycle = LifecycleEvidence(
        previousAuthenticates: true, keyCompromised: false, reason: "due", changedAttributes: changed,
        changesVerified: changed.isEmpty ? nil : "V-1", revalidatedAt: Sample.instant("2026-11-19"))
    }
  }
}

extension SampleEvidence {
  /// Makes the sample the certificate of a pair whose precertificate was signed here.
  public mutating func precertify(requester: String = "ra-1") {
    precertificateBytes = [1]
    reserve(requester: requester)
    serial = paired(with: precertificateBytes)
  }

  /// What the register says of a number that was reserved, once the precertificate is signed.
  func paired(with precertificate: [UInt8]?) -> SerialStatus {
    guard sharesSerial, let precertificate, case .reserved(let reservation) = serial,
      let decision = DecisionID(String(repeating: "0b", count: 16))
    else { return serial }
    return .precertified(
      Precertification(
        reservation: reservation, decision: decision, certificate: Hash.digest(precertificate)))
  }
}
