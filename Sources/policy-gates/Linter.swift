import CommandLineTools
import Cryptography
import DER
import Evidence
import PolicyGates
import X509

/// Judges certificates by the gates that need nothing but files.
struct Linter: Sendable {
  let settings: LintSettings

  /// What the gates say of each certificate in a file; of one that cannot be read too, so that each has a report.
  func reports(_ file: String) -> [LintReport] {
    CertificateFile.read(file).map { reading in
      switch reading {
      case .success(let read): report(read)
      case .failure(let failure): report(failure)
      }
    }
  }

  func report(_ failure: UnreadableFile) -> LintReport {
    LintReport(
      name: failure.file, policy: settings.policy, isNamedByCertificate: false,
      evaluation: CertificateLint.evaluate(
        failure.form, at: settings.at ?? Instant(seconds: 0), under: settings.terms),
      problem: failure.description)
  }

  private func report(_ read: CertificateFile) -> LintReport {
    guard let purpose = purpose(of: read.tbs) else {
      return LintReport(
        name: read.name, policy: nil, isNamedByCertificate: true,
        evaluation: CertificateLint.withoutPolicy(under: settings.terms))
    }
    // Where house rules only warn, many files are judged, and the tests that take milliseconds are left out.
    let (key, defects) = key(
      read.tbs.subjectPublicKeyInfo, settings.terms.houseRules == .enforced ? .thorough : .quick)
    let content = CertificateContent(
      purpose: purpose, tbs: read.tbs, subjectKey: key, demo: false,
      issuedAt: settings.at ?? Instant(seconds: read.tbs.validity.notBefore.secondsSinceEpoch),
      subjectKind: settings.subjectKind, statusServices: settings.process.service?.status,
      policyRegister: settings.process.service?.policies)
    return LintReport(
      name: read.name, policy: purpose.policy, isNamedByCertificate: settings.purpose == nil,
      evaluation: CertificateLint.evaluate(
        content, form: form(of: read.certificate, defects), issuer: settings.issuer,
        process: settings.process.facts(on: content), pair: pair(content),
        change: settings.process.change(to: content), under: settings.terms),
      omitted: CertificateLint.omitted(from: content, under: settings.terms))
  }

  private func pair(_ content: CertificateContent) -> CertificatePair? {
    settings.precertificate.map { precertificate in
      CertificatePair(
        content: content, precertificate: precertificate.derBytes,
        signatureVerified: verified(precertificate))
    }
  }

  private func verified(_ certificate: Certificate) -> Truth {
    switch settings.issuerKey.map({ Linter.check(certificate, by: $0) }) {
    case .verified: .yes
    case .failed: .no
    default: .unknown
    }
  }

  private func purpose(of tbs: TBSCertificate) -> CertificatePurpose? {
    settings.purpose
      ?? CertificateLint.policy(namedBy: tbs, register: settings.process.service?.policies).map { .subject($0) }
  }

  private func form(of certificate: Certificate?, _ defects: [Violation]) -> CertificateForm {
    guard let certificate else { return CertificateForm(defects: defects) }
    return CertificateForm(
      defects: defects, algorithmsAgree: certificate.algorithmsAgree ? .yes : .no,
      signature: settings.issuerKey.map { Linter.check(certificate, by: $0) } ?? .notMade)
  }

  /// An algorithm of another kind than the key verifies nothing; one that nobody here computes is told apart from that.
  private static func check(_ certificate: Certificate, by key: SubjectPublicKeyInfo) -> SignatureCheck {
    do {
      return try certificate.isSigned(by: try PublicKey(key)) ? .verified : .failed
    } catch {
      let algorithm = certificate.signatureAlgorithm
      let isOurs = (try? SignatureAlgorithms.scheme(of: algorithm)) != nil
      switch error {
      case .unsupportedKey where !isOurs, .unsupportedAlgorithm, .library:
        return .notPossible(dottedOID: algorithm.algorithm.description)
      default: return .failed
      }
    }
  }

  /// What keeps the bytes from being a key is a defect of the form; what makes a bad one of it is for the profile.
  private func key(
    _ info: SubjectPublicKeyInfo, _ depth: KeyExamination
  ) -> (facts: KeyFacts, defects: [Violation]) {
    let facts = KeyFacts(examining: info, depth: depth, known: settings.knownWeakKeys)
    let defects = facts.weaknesses.filter { $0.kind == .malformed }.map {
      Violation(
        field: "subjectPublicKeyInfo", found: $0.evidence, required: "a well-formed key in its canonical encoding")
    }
    return (facts, defects)
  }
}
