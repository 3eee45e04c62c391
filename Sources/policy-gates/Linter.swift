import CommandLineTools
import Cryptography
import DER
import Evidence
import PolicyGates
import X509

/// Judges files by the gates that need nothing but certificates.
struct Linter {
  private let policy: CertificatePolicy?
  private let issuer: IssuerFacts?
  private let at: Instant?
  private let terms: JudgingTerms

  /// Everything that the options name is read before the first file is.
  init(_ arguments: Arguments) throws(UsageError) {
    policy = try arguments["--policy"].map { (name) throws(UsageError) in
      guard let policy = CertificatePolicy(rawValue: name) else {
        let known = CertificatePolicy.allCases.map(\.rawValue).joined(separator: ", ")
        throw arguments.misuse("--policy is \(name), must be one of \(known)")
      }
      return policy
    }
    at = try arguments["--at"].map { (text) throws(UsageError) in
      guard let instant = Instant(text) else {
        throw arguments.misuse("--at is \(text), must be a time such as 2026-11-20T12:00:00Z")
      }
      return instant
    }
    issuer = try arguments["--issuer"].map { (file) throws(UsageError) in
      do { return try Linter.issuer(CertificateFile(file).tbs) } catch {
        throw arguments.misuse("--issuer cannot be used: \(error)")
      }
    }
    terms = JudgingTerms(
      baseline: try arguments["--baseline"].map { (name) throws(UsageError) in
        try Linter.baseline(name, arguments)
      } ?? .etsi2026,
      houseRules: arguments.has("--house-rules") ? .enforced : .advisory)
  }

  /// Throws where the file holds no certificate; what the certificate holds is a matter of findings.
  func report(_ file: String) throws(UnreadableFile) -> LintReport {
    let read = try CertificateFile(file)
    guard let judged = policy ?? CertificateLint.policy(namedBy: read.tbs) else {
      return LintReport(
        file: file, policy: nil, isNamedByCertificate: true, evaluation: CertificateLint.withoutPolicy(under: terms))
    }
    let (key, defects) = Linter.key(read.tbs.subjectPublicKeyInfo)
    let content = CertificateContent(
      purpose: .subject(judged), tbs: read.tbs, subjectKey: key, demo: false,
      issuedAt: at ?? Instant(seconds: read.tbs.validity.notBefore.secondsSinceEpoch))
    return LintReport(
      file: file, policy: judged, isNamedByCertificate: policy == nil,
      evaluation: CertificateLint.evaluate(
        content, form: form(of: read.certificate, defects), issuer: issuer, under: terms))
  }

  /// The report on a file that could not be read, so that every file has one.
  func report(_ failure: UnreadableFile) -> LintReport {
    LintReport(
      file: failure.file, policy: policy, isNamedByCertificate: false,
      evaluation: CertificateLint.evaluate(
        failure.form, at: at ?? Instant(seconds: 0), under: terms))
  }

  private func form(of certificate: Certificate?, _ defects: [Violation]) -> CertificateForm {
    guard let certificate else { return CertificateForm(defects: defects) }
    return CertificateForm(
      defects: defects, algorithmsAgree: certificate.algorithmsAgree ? .yes : .no,
      signatureVerifies: issuer.map { Linter.isSigned(certificate, by: $0) ? .yes : .no } ?? .unknown)
  }

  /// A key or an algorithm that cannot be used verifies nothing.
  private static func isSigned(_ certificate: Certificate, by issuer: IssuerFacts) -> Bool {
    (try? certificate.isSigned(by: PublicKey(issuer.certificate.subjectPublicKeyInfo))) == true
  }

  static func baseline(_ name: String, _ arguments: Arguments) throws(UsageError) -> Baseline {
    guard let baseline = Baseline(rawValue: name) else {
      let known = Baseline.allCases.map(\.rawValue).joined(separator: ", ")
      throw arguments.misuse("--baseline is \(name), must be one of \(known)")
    }
    return baseline
  }

  private static func issuer(_ tbs: TBSCertificate) -> IssuerFacts {
    IssuerFacts(certificate: tbs, publicKey: key(tbs.subjectPublicKeyInfo).facts)
  }

  /// A key that cannot be read is of a kind that no policy takes; what is wrong with it is a defect of the form.
  private static func key(_ info: SubjectPublicKeyInfo) -> (facts: KeyFacts, defects: [Violation]) {
    do { return (try KeyFacts(info), []) } catch {
      let facts = KeyFacts(
        kind: .other(dottedOID: "\(info.algorithm.algorithm)"), spki: info.derBytes,
        spkiSHA256: Hash.digest(info.derBytes))
      let defect = Violation(
        field: "subjectPublicKeyInfo", found: "\(error)", required: "a well-formed key in its canonical encoding")
      return (facts, [defect])
    }
  }
}

/// What the gates say of one file.
struct LintReport {
  let file: String
  /// Nil where neither the caller nor the certificate names one.
  let policy: CertificatePolicy?
  let isNamedByCertificate: Bool
  let evaluation: Evaluation

  private var verdict: String { evaluation.admits ? "admit" : "refuse" }
  private var notEvaluated: [String] { CertificateLint.notEvaluated(by: evaluation) }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "file": .string(file), "policy": policy.map { .string($0.rawValue) } ?? .null,
      "gates": .array(evaluation.gates.map { .string($0) }), "notEvaluated": .array(notEvaluated.map { .string($0) }),
      "verdict": .string(verdict), "findings": .array(evaluation.findings.map(LintReport.json)),
    ]
    if isNamedByCertificate { members["policyFrom"] = .string("certificate") }
    return .object(members)
  }

  private static func json(_ finding: Finding) -> JSONValue {
    .object([
      "rule": .string(finding.rule), "clause": .string(finding.clause), "severity": .string(finding.severity.rawValue),
      "field": .string(finding.field), "found": .string(finding.found), "required": .string(finding.required),
    ])
  }

  /// A line on the verdict and one for each finding. What a certificate says cannot move the cursor.
  var text: String {
    let claim = policy.map { "\($0.rawValue)\(isNamedByCertificate ? ", as the certificate names it" : "")" }
    let gates = evaluation.gates.isEmpty ? "none" : evaluation.gates.joined(separator: ", ")
    let head = "\(file): \(verdict) (policy \(claim ?? "unknown"); gates \(gates); "
    let lines =
      [head + "not evaluated \(notEvaluated.joined(separator: ", ")))"] + evaluation.findings.map { "  \($0)" }
    return lines.map(LintReport.escaped).joined(separator: "\n")
  }

  private static func escaped(_ line: String) -> String {
    var result = ""
    for scalar in line.unicodeScalars {
      let isUnsafe = [.control, .format, .lineSeparator, .paragraphSeparator].contains(
        scalar.properties.generalCategory)
      result += isUnsafe ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
    return result
  }
}
