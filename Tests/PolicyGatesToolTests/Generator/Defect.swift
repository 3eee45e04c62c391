import Cryptography
import DER
import Evidence
import TestSupport
import X509

@testable import policy_gates

/// A certificate to begin with, and the options by which it is admitted without a finding.
struct Base: Sendable {
  let sample: SampleCertificate
  let options: [String]

  static func subject(_ policy: CertificatePolicy, _ kind: String? = nil) -> Base {
    let kinds: [String: SubjectKind] = ["natural": .naturalPerson, "legal": .legalPerson, "device": .device]
    return Base(
      sample: .subject(policy, kind.flatMap { kinds[$0] }),
      options: ["--policy", policy.rawValue] + (kind.map { ["--subject", $0] } ?? []))
  }

  /// Of a website; nil for a policy that is not one of websites.
  static func website(_ policy: CertificatePolicy) -> Base? {
    SampleCertificate.website(policy).map { Base(sample: $0, options: ["--policy", policy.rawValue]) }
  }

  static let signature = subject(.qcpNQSCD)
  static let seal = subject(.qcpLQSCD)
  static let person = subject(.ncp, "natural")
  static let shortTerm = Base(sample: .shortTerm(), options: signature.options)
  static let issuingCA = Base(sample: .issuingCA(), options: ["--purpose", "ca"])
  static let rootCA = Base(sample: .rootCA(), options: ["--purpose", "root"])
}

typealias Change = @Sendable (inout SampleCertificate) throws -> Void

/// A certificate with one thing wrong, and the one rule that says so.
struct Defect: Sendable, CustomStringConvertible {
  let rule: String
  let base: Base
  /// Options besides the base's.
  var options: [String] = []
  let change: Change
  /// Where the rule looks at the issuer too: what is changed there.
  var issuer: Change?
  /// What becomes of the signed certificate.
  var finish: (@Sendable (Certificate) throws -> [UInt8])?
  /// Where the rule looks at the precertificate too: how that is made of the base.
  var precertificate: (@Sendable (SampleCertificate) throws -> [UInt8])?

  init(
    _ rule: String, _ base: Base = .signature, options: [String] = [],
    finish: (@Sendable (Certificate) throws -> [UInt8])? = nil, issuer: Change? = nil, _ change: @escaping Change
  ) {
    self.rule = rule
    self.base = base
    self.options = options
    self.issuer = issuer
    self.finish = finish
    self.change = change
  }

  static let nothing: Change = { _ in }

  var description: String { rule }

  func der() throws -> [UInt8] {
    let certificate = try Mint.certificate(base.sample, change)
    return try finish?(certificate) ?? certificate.derBytes
  }

  /// The precertificate of the base, where the rule looks at it.
  func precertificateDER() throws -> [UInt8]? { try precertificate?(base.sample) }

  /// The issuer's certificate, where the rule looks at it.
  func issuerDER() throws -> [UInt8]? {
    guard let issuer = issuer ?? (precertificate == nil ? nil : Defect.nothing) else { return nil }
    let isCA = base.options.contains("ca")
    var sample = isCA ? SampleCertificate.rootCA() : .issuingCA()
    try issuer(&sample)
    return try Mint.authority(sample, key: try (isCA ? Mint.root : Mint.issuing).get()).derBytes
  }
}

/// Signs samples with keys that the process throws away.
enum Mint {
  static let issuing = Result { try TestKey(curve: .p256) }
  static let root = Result { try TestKey(curve: .p384) }
  static let rsa = TestKeys.rsa3072

  /// The changed sample, signed by the key of the CA that it names. Where its algorithm is none that we can make, the
  /// signature is worth nothing.
  static func certificate(_ base: SampleCertificate, _ change: Change = { _ in }) throws -> Certificate {
    let isBelowRoot = base.issuer == Sample.rootName
    let key = try (isBelowRoot ? root : issuing).get()
    var sample = base
    if sample.extensions.contains(where: { $0.oid == AuthorityKeyIdentifier.oid }) {
      sample.set(AuthorityKeyIdentifier(keyIdentifier: try identifier(key)))
    }
    try change(&sample)
    return try signed(try sample.tbs(), by: key)
  }

  /// A CA's certificate for a key that we have.
  static func authority(_ sample: SampleCertificate, key: TestKey) throws -> Certificate {
    var sample = sample
    if sample.extensions.contains(where: { $0.oid == SubjectKeyIdentifier.oid }) {
      sample.set(SubjectKeyIdentifier(try identifier(key)))
    }
    let tbs = try sample.tbs()
    return try signed(
      try TBSCertificate(
        serialNumber: tbs.serialNumber, signature: tbs.signature, issuer: tbs.issuer, validity: tbs.validity,
        subject: tbs.subject, subjectPublicKeyInfo: SubjectPublicKeyInfo(der: try key.spki),
        extensions: tbs.extensions), by: try root.get())
  }

  private static func signed(_ tbs: TBSCertificate, by key: TestKey) throws -> Certificate {
    guard let scheme = try? SignatureAlgorithms.scheme(of: tbs.signature) else {
      return Certificate(tbs: tbs, signatureAlgorithm: tbs.signature, signature: [0])
    }
    let isRSA = if case .ecdsa = scheme { false } else { true }
    return Certificate(
      tbs: tbs, signatureAlgorithm: tbs.signature,
      signature: try (isRSA ? try rsa.get() : key).sign(tbs.derBytes, scheme: scheme))
  }

  /// RFC 7093, 2 (1).
  private static func identifier(_ key: TestKey) throws -> [UInt8] {
    Array(Hash.digest(try SubjectPublicKeyInfo(der: key.spki).key.bytes).bytes.prefix(20))
  }
}
