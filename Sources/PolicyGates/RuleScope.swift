public import Evidence

/// For which certificates a requirement is written: sets of policies, and kinds of CA certificate.
///
/// The scope is data, so that listings and the crosswalk can tell what is judged under which policy. What depends on a
/// certificate's content is said by `Rule.applies`.
public struct RuleScope: OptionSet, Sendable, Hashable {
  public let rawValue: UInt32

  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// One policy.
  public init(_ policy: CertificatePolicy) {
    let index = CertificatePolicy.allCases.firstIndex(of: policy) ?? 0
    rawValue = 1 << UInt32(index)
  }

  init(_ policies: CertificatePolicy...) {
    self = policies.reduce(into: []) { $0.insert(RuleScope($1)) }
  }

  public static let rootCA = RuleScope(rawValue: 1 << 24)
  public static let issuingCA = RuleScope(rawValue: 1 << 25)
  /// A CA that has a certificate already, certified by another one (BR 7.1.2.2).
  public static let crossCA = RuleScope(rawValue: 1 << 23)
  /// Whoever signs certificate lists in a CA's place.
  public static let crlSigner = RuleScope(rawValue: 1 << 22)
  /// Lists of revoked CA certificates: no certificates themselves, as little as the next two.
  public static let certificateList = RuleScope(rawValue: 1 << 21)
  /// Answers about CA certificates (OCSP).
  public static let statusAnswer = RuleScope(rawValue: 1 << 20)
  /// Requests for a certificate of a CA key of ours.
  public static let certificationRequest = RuleScope(rawValue: 1 << 19)
  /// A CA below another one that issues to CAs alone.
  public static let intermediateCA = RuleScope(rawValue: 1 << 18)
  /// Delegated OCSP responders.
  public static let ocspResponder = RuleScope(rawValue: 1 << 26)
  /// Our own statements about keys: no certificates, and not part of `everything`, which is about these.
  public static let keyStatement = RuleScope(rawValue: 1 << 27)
  /// Signatures with signatories' keys: no certificates either.
  public static let soleControl = RuleScope(rawValue: 1 << 28)
  /// Time-stamp tokens, and the units that make them.
  public static let timestamp = RuleScope(rawValue: 1 << 29)

  /// QCP-n, QCP-n-qscd: electronic signatures of natural persons.
  public static let qualifiedSignatures = RuleScope(.qcpN, .qcpNQSCD)
  /// QCP-l, QCP-l-qscd: electronic seals of legal persons.
  public static let qualifiedSeals = RuleScope(.qcpL, .qcpLQSCD)
  /// QCP-n-qscd, QCP-l-qscd.
  public static let qscd = RuleScope(.qcpNQSCD, .qcpLQSCD)
  /// QCP-n, QCP-l and their -qscd: signatures and seals.
  public static let qualifiedPersons: RuleScope = [.qualifiedSignatures, .qualifiedSeals]
  /// QEVCP-w, QNCP-w, QNCP-w-gen.
  public static let qualifiedWeb = RuleScope(.qevcpW, .qncpW, .qncpWGen)
  /// The policies of EN 319 411-2.
  public static let qualified: RuleScope = [.qualifiedSignatures, .qualifiedSeals, .qualifiedWeb]
  /// NCP, NCP+, LCP: natural persons, legal persons and devices.
  public static let general = RuleScope(.ncp, .ncpPlus, .lcp)
  /// Policies under which a natural person may be named as EN 319 412-2 has it (EN 319 411-1 GEN-6.6.1-02, EN 319 412-4
  /// WEB-4.1.3-1).
  public static let naturalPersons: RuleScope = [.qualifiedSignatures, .general, RuleScope(.qncpWGen)]
  /// Policies under which a legal person may be named as EN 319 412-3 has it.
  public static let legalPersons: RuleScope = [.qualifiedSeals, .general, RuleScope(.qncpWGen)]
  /// EVCP, OVCP, IVCP, DVCP.
  public static let generalWeb = RuleScope(.evcp, .ovcp, .ivcp, .dvcp)
  /// Everything for websites.
  public static let web: RuleScope = [.qualifiedWeb, .generalWeb]
  /// The web policies that are built on the Baseline Requirements of the CA/Browser Forum: all but QNCP-w-gen.
  public static let browserForum: RuleScope = [.generalWeb, RuleScope(.qevcpW, .qncpW)]
  /// Of these, those of which more than the domain is validated.
  public static let validatedSubjects: RuleScope = .browserForum.subtracting(RuleScope(.dvcp))
  /// Of these, those that follow the guidelines for extended validation.
  public static let extendedValidation = RuleScope(.evcp, .qevcpW)
  /// The web policy that is not built on them: QNCP-w-gen.
  public static let plainQualifiedWeb: RuleScope = .web.subtracting(.browserForum)
  /// Everything but what follows the Baseline Requirements, which have rules of their own on the same extensions.
  public static let beyondBrowserForum: RuleScope = .everything.subtracting(.browserForum)
  /// The policies of EN 319 411-1.
  public static let part1: RuleScope = [.general, .generalWeb]
  /// All fourteen policies.
  public static let subjects: RuleScope = [.qualified, .part1]
  public static let cas: RuleScope = [.rootCA, .intermediateCA, .issuingCA, .crossCA]
  /// CAs that have another one above them.
  public static let subordinateCAs: RuleScope = [.intermediateCA, .issuingCA, .crossCA]
  /// Who speaks about status in a CA's place.
  public static let statusSigners: RuleScope = [.ocspResponder, .crlSigner]
  /// All that may sign no certificates.
  public static let endEntities: RuleScope = [.subjects, .statusSigners]
  /// Whose keys must have been born in a device that they cannot leave, or must where the subscriber's terms say so; what is
  /// asked of one key says `OriginDemand`.
  public static let bornInDevice: RuleScope = [.mayRequireDevice, .cas]
  /// Policies that require a device, or may (EN 319 411-2 OVR-5.1-02): signatures, seals, and the general ones.
  public static let mayRequireDevice: RuleScope = [.qualifiedPersons, .general]
  public static let everything: RuleScope = [.subjects, .cas, .statusSigners]

  /// The policies in it, in the order in which the standards name them.
  public var policies: [CertificatePolicy] { CertificatePolicy.allCases.filter { contains(RuleScope($0)) } }
}

/// Evidence about a certificate of one scope; where that is not known (nil), no scope shuts a rule out.
public protocol Scoped {
  var scope: RuleScope? { get }
}
