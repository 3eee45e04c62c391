public import Evidence
public import X509

/// All that is known when a ceremony decides whether to sign a list of revoked CA certificates.
public struct CAListEvidence: Sendable {
  /// Exactly what is to be signed.
  public let tbsCertList: [UInt8]
  public let list: TBSCertList
  /// The CA whose certificates are listed.
  public let issuer: TBSCertificate
  public let signer: StatusSigner
  public let previous: PreviousList
  /// Those that are listed or were, as far as they are at hand: the rest is known by number alone.
  public let certificates: [TBSCertificate]
  /// Numbers that the script lists without their certificates, and says why.
  public let numbersAlone: Set<SerialNumber>
  /// There will be none after it.
  public let isLast: Bool
  public let isForWebsites: Bool
  public let terms: JudgingTerms
  public let now: Instant
  let known: [SerialNumber: TBSCertificate]

  /// The list before this one.
  public enum PreviousList: Sendable {
    /// The CA has made none yet; the script says so.
    case none
    /// With whether the CA's key, or that of who signed in its place, verifies it.
    case list(TBSCertList, isGenuine: Truth)

    var tbs: TBSCertList? {
      if case .list(let tbs, _) = self { tbs } else { nil }
    }
  }

  /// `list` is the reading of `tbsCertList`.
  public init(
    tbsCertList: [UInt8], list: TBSCertList, issuer: TBSCertificate, signer: StatusSigner, previous: PreviousList,
    certificates: [TBSCertificate], numbersAlone: Set<SerialNumber> = [], isLast: Bool, isForWebsites: Bool,
    terms: JudgingTerms, now: Instant
  ) {
    self.tbsCertList = tbsCertList
    self.list = list
    self.issuer = issuer
    self.signer = signer
    self.previous = previous
    self.certificates = certificates
    self.numbersAlone = numbersAlone
    self.isLast = isLast
    self.isForWebsites = isForWebsites
    self.terms = terms
    self.now = now
    let own = certificates.filter { $0.issuer.derBytes == issuer.subject.derBytes }
    known = Dictionary(own.map { ($0.serialNumber, $0) }) { first, _ in first }
  }

  public typealias SerialNumber = X509.SerialNumber
}

extension CAListEvidence: Scoped {
  public var scope: RuleScope? { .certificateList }
}

extension CAListEvidence: GatedEvidence {
  static let gates: [Gate<CAListEvidence>] = [
    Gate(
      "List",
      [
        ListReadingIsWhatIsSigned(), ListIsOfTheCA(), ListAuthorityKeyIdentifierIsTheSigners(), ListIsWhole(),
        ListExtensionsAreWellFormed(), ListCriticalityIsRight(), ListTimesAreEncodedByYear(),
        ListIsNotOfTheFuture(), ListEndsWithinAYear(), ListSaysWhenItEnds(), ListEndIsOpenForTheLast(),
      ]),
    Gate(
      "Entries",
      [
        ListSerialsAreUnique(), RevocationIsNotInTheFuture(), UnspecifiedReasonIsLeftOut(), EntriesAreNoRemovals(),
        CAIsNotSuspended(), WebCAReasonIsGiven(), NewEntriesAreOfKnownCertificates(), NumbersAloneAreNoted(),
      ]),
    Gate(
      "PreviousList",
      [
        PreviousListIsGenuine(), ListNumberIsGreater(), ListFollowsThePrevious(), ListKeepsItsEntries(),
        RevocationsStandStill(),
      ]),
    Gate("Signer", [ListSignerIsTheCAs(), ListSignerMaySignLists(), ListKeyIsTheSigners(), ListSignatureFitsKey()]),
  ]

  var key: KeyIdentity { signer.key }
  var publicKey: [UInt8] { signer.publicKey.spki }
  var messages: [[UInt8]] { [tbsCertList] }
  public var scheme: SignatureScheme? { SignatureScheme(list.signature) }

  var isTheCAs: Bool { signer.isTheCA(issuer) }

  /// One violation for each entry that a condition does not hold for.
  func entries(
    _ field: String, required: String, found: (RevokedCertificate) -> String?
  ) -> [Violation] {
    list.revokedCertificates.compactMap { entry in
      found(entry).map {
        Violation(field: "revokedCertificates[\(entry.serialNumber)]\(field)", found: $0, required: required)
      }
    }
  }

  /// Entries of the previous list, by number.
  var previousEntries: [X509.SerialNumber: RevokedCertificate] {
    Dictionary((previous.tbs?.revokedCertificates ?? []).map { ($0.serialNumber, $0) }) { first, _ in first }
  }
}

/// The gates of lists of revoked CA certificates.
public enum CAListGates {
  /// A permit to sign the list, or every finding that stands against it.
  public static func decide(_ evidence: CAListEvidence) -> Decision { PolicyGates.decide(evidence) }

  /// The verdict without a permit.
  public static func evaluate(_ evidence: CAListEvidence) -> Evaluation { PolicyGates.evaluate(evidence) }
}
