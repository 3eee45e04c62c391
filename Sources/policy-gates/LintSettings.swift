import CommandLineTools
import Cryptography
import Evidence
import PolicyGates
import X509

/// How to judge: the options of `policy-gates lint`, and the files that they name.
struct LintSettings: Sendable {
  /// What the certificates are for, as the caller declares it; nil where each names its own policy.
  let purpose: CertificatePurpose?
  let issuer: IssuerFacts?
  let issuerKey: SubjectPublicKeyInfo?
  let at: Instant?
  /// Whom the certificates are about, where their policy leaves it open.
  let subjectKind: SubjectKind?
  let terms: JudgingTerms
  let knownWeakKeys: KnownWeakKeys
  let process: ProcessFiles
  /// What logs answered for, DER.
  let precertificate: Certificate?

  var policy: CertificatePolicy? { purpose?.policy }

  /// Everything that the options name is read before the first certificate is.
  init(_ arguments: Arguments) throws(UsageError) {
    purpose = try LintSettings.purpose(arguments)
    at = try arguments["--at"].map { (text) throws(UsageError) in
      guard let instant = Instant(text) else {
        throw arguments.misuse("--at is \(text), must be a time such as 2026-11-20T12:00:00Z")
      }
      return instant
    }
    let tbs = try arguments["--issuer"].map { (file) throws(UsageError) in
      do { return try CertificateFile.single(file).tbs } catch {
        throw arguments.misuse("--issuer cannot be used: \(error)")
      }
    }
    issuer = tbs.map {
      IssuerFacts(certificate: $0, publicKey: KeyFacts(examining: $0.subjectPublicKeyInfo, depth: .none))
    }
    issuerKey = tbs?.subjectPublicKeyInfo
    knownWeakKeys = try LintSettings.knownWeakKeys(arguments)
    let subject: Subject? = try LintSettings.choice("--subject", arguments)
    process = try ProcessFiles(arguments)
    if subject != nil, process.application != nil {
      throw arguments.misuse("--subject is said by the application, so --evidence excludes it")
    }
    subjectKind = process.subjectKind ?? subject?.kind
    precertificate = try LintSettings.precertificate(arguments)
    if purpose != nil, purpose?.policy == nil,
      let excluded = ["--evidence", "--precertificate", "--previous"].first(where: { arguments[$0] != nil })
    {
      throw arguments.misuse("\(excluded) is of a subject, so it excludes --purpose \(arguments["--purpose"] ?? "")")
    }
    terms = JudgingTerms(
      baseline: try LintSettings.choice("--baseline", arguments) ?? .etsi2026,
      houseRules: arguments.has("--house-rules") ? .enforced : .advisory)
  }

  /// Whether the issuer signed it is half of what is asked of it.
  private static func precertificate(_ arguments: Arguments) throws(UsageError) -> Certificate? {
    guard let file = arguments["--precertificate"] else { return nil }
    guard arguments["--issuer"] != nil else {
      throw arguments.misuse("--precertificate needs --issuer, whose signature it must have")
    }
    do {
      guard let certificate = try CertificateFile.single(file).certificate else {
        throw UnreadableFile(file, found: "not signed", required: "a signed precertificate")
      }
      return certificate
    } catch { throw arguments.misuse("--precertificate cannot be used: \(error)") }
  }

  private static func purpose(_ arguments: Arguments) throws(UsageError) -> CertificatePurpose? {
    let policy: CertificatePolicy? = try choice("--policy", arguments)
    let purpose: Purpose? = try choice("--purpose", arguments)
    switch purpose {
    case nil, .subject: return policy.map { .subject($0) }
    case .ca, .root, .responder:
      if policy != nil {
        throw arguments.misuse("--policy is of a subject, so it excludes --purpose \(purpose?.rawValue ?? "")")
      }
      return purpose == .ca ? .issuingCA : purpose == .root ? .rootCA : .ocspResponder
    }
  }

  private enum Subject: String, CaseIterable {
    case natural, legal, device

    var kind: SubjectKind {
      switch self {
      case .natural: .naturalPerson
      case .legal: .legalPerson
      case .device: .device
      }
    }
  }

  private static func knownWeakKeys(_ arguments: Arguments) throws(UsageError) -> KnownWeakKeys {
    guard let file = arguments["--known-weak-keys"] else { return .none }
    do {
      let content = try InputFile.read(file, limit: KnownWeakKeys.fileLimit)
      guard let text = String(validating: content, as: UTF8.self) else {
        throw FileError(path: file, problem: "is not UTF-8")
      }
      return try KnownWeakKeys(text: text)
    } catch let error as KnownWeakKeys.FormatError {
      throw arguments.misuse("--known-weak-keys cannot be used: \(file): \(error)")
    } catch {
      throw arguments.misuse("--known-weak-keys cannot be used: \(error)")
    }
  }

  private enum Purpose: String, CaseIterable { case subject, ca, root, responder }

  /// The value of an option that is one of a list.
  static func choice<Value: RawRepresentable & CaseIterable>(
    _ option: String, _ arguments: Arguments
  ) throws(UsageError) -> Value? where Value.RawValue == String {
    guard let text = arguments[option] else { return nil }
    guard let value = Value(rawValue: text) else {
      let known = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw arguments.misuse("\(option) is \(text), must be one of \(known)")
    }
    return value
  }
}
