public import Evidence
public import X509

/// What one call asks to have signed.
public struct SignatureUse: Sendable, Hashable {
  public let credential: String
  /// In the order of the answer.
  public let hashes: [Digest]
  /// Nil where the algorithm asked for is none that we make.
  public let scheme: SignatureScheme?
  /// Bytes; nil is a salt as long as the digest.
  public let pssSaltLength: Int?
  /// The activation's hashes that no signature was asked for yet, each as often as it is left.
  public let unusedHashes: [Digest]
  /// Signatures that the activation still releases.
  public let unusedSignatures: Int

  public init(
    credential: String, hashes: [Digest], scheme: SignatureScheme?, pssSaltLength: Int?, unusedHashes: [Digest],
    unusedSignatures: Int
  ) {
    self.credential = credential
    self.hashes = hashes
    self.scheme = scheme
    self.pssSaltLength = pssSaltLength
    self.unusedHashes = unusedHashes
    self.unusedSignatures = unusedSignatures
  }
}

/// What is known now of the key that is to sign and of its certificate.
public struct SubjectKeyStanding: Sendable {
  public let identity: KeyIdentity
  public let key: KeyFacts
  public let place: SubjectKeyPlace
  public let certificate: TBSCertificate
  /// Nil while it is neither revoked nor suspended.
  public let revocation: Revocation?
  /// Nil where nobody proved where the key was born.
  public let originProvenAt: Instant?
  /// The register's record of the device that holds the key; nil where it has none.
  public let device: DeviceRecord?
  /// The key signs certificates, statements or timestamps here.
  public let isTheServices: Bool
  /// The configuration says that nothing here is for real.
  public let demo: Bool

  public init(
    identity: KeyIdentity, key: KeyFacts, place: SubjectKeyPlace, certificate: TBSCertificate, revocation: Revocation?,
    originProvenAt: Instant?, device: DeviceRecord?, isTheServices: Bool, demo: Bool
  ) {
    self.identity = identity
    self.key = key
    self.place = place
    self.certificate = certificate
    self.revocation = revocation
    self.originProvenAt = originProvenAt
    self.device = device
    self.isTheServices = isTheServices
    self.demo = demo
  }
}

/// All that is known when the gateway decides whether a signatory's key signs.
public struct SoleControlEvidence: Sendable {
  public let activation: ActivationEvidence
  public let use: SignatureUse
  public let standing: SubjectKeyStanding
  public let terms: JudgingTerms
  public let now: Instant

  public init(
    activation: ActivationEvidence, use: SignatureUse, standing: SubjectKeyStanding, terms: JudgingTerms, now: Instant
  ) {
    self.activation = activation
    self.use = use
    self.standing = standing
    self.terms = terms
    self.now = now
  }
}

extension SoleControlEvidence: Scoped {
  public var scope: RuleScope? { .soleControl }
}

extension SoleControlEvidence: GatedEvidence {
  /// What the signatory did is judged again at each use, on the raw proof.
  static let gates: [Gate<SoleControlEvidence>] =
    ActivationGates.all.map { gate in Gate(gate.name, of: { $0.activation }, gate.rules) }
    + [
      Gate(
        "SoleControl",
        [
          ActivationIsNotOver(), UseIsOfTheActivatedCredential(), HashesAreAuthorised(), SignaturesAreLeft(),
          AlgorithmFitsTheKey(), HashFitsTheAlgorithm(), SaltIsWithinBounds(),
        ]),
      Gate(
        "SubjectKey",
        [
          CertificateIsNotExpired(), CertificateIsNotRevoked(), CertificateIsTheSigningKeys(),
          KeyIsASubjects(), KeyOriginIsProven(), DeviceStillStands(), WrappedKeyIsTaken(),
        ]),
    ]

  var key: KeyIdentity { standing.identity }
  var publicKey: [UInt8] { standing.key.spki }
  var scheme: SignatureScheme? { use.scheme }
  var messages: [[UInt8]] { use.hashes.map(\.bytes) }
  var form: MessageForm { .digest(pssSaltLength: use.pssSaltLength) }
}

extension SignatureUse {
  /// The hash that the algorithm takes; nil where it takes none.
  var hash: HashAlgorithm? { scheme?.hash }
}

extension SubjectKeyStanding {
  private var notBefore: Instant { Instant(seconds: certificate.validity.notBefore.secondsSinceEpoch) }
  private var notAfter: Instant { Instant(seconds: certificate.validity.notAfter.secondsSinceEpoch) }

  /// Both ends belong to the time (RFC 5280, 4.1.2.5).
  func isInTime(at now: Instant) -> Bool { notBefore <= now && now <= notAfter }

  var period: String { "\(notBefore) to \(notAfter)" }
}

/// The gates of remote signing.
public enum SoleControlGates {
  /// A permit to sign these hashes, or every finding that stands against it.
  public static func decide(_ evidence: SoleControlEvidence) -> Decision { PolicyGates.decide(evidence) }

  /// The verdict without a permit.
  public static func evaluate(_ evidence: SoleControlEvidence) -> Evaluation { PolicyGates.evaluate(evidence) }
}
