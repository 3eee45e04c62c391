internal import Cryptography
internal import DER
internal import Evidence
public import FuzzSupport
internal import PolicyGates
internal import X509

/// The rules over whatever certificate or application was read.
public enum Gates {
  public static let all = [lint, process]

  /// Two bytes say by what a certificate, or a TBSCertificate, is judged; every rule comes to a verdict.
  static let lint = FuzzTarget("lint") { input throws(BrokenPromise) in
    guard let first = input.first, let second = input.dropFirst().first else { return false }
    let file = Array(input.dropFirst(2))
    let certificate = try? Certificate(der: file)
    guard let tbs = certificate?.tbsCertificate ?? (try? TBSCertificate(der: file)) else { return false }
    let options = Options(rawValue: second)
    let content = CertificateContent(
      purpose: purposes[Int(first) % purposes.count], tbs: tbs, subjectKey: key(tbs.subjectPublicKeyInfo),
      demo: options.contains(.demo),
      issuedAt: options.contains(.now) ? Self.now : Instant(seconds: tbs.validity.notBefore.secondsSinceEpoch))
    let form = CertificateForm(
      algorithmsAgree: certificate.map { $0.algorithmsAgree ? .yes : .no } ?? .unknown,
      signature: options.contains(.verified) ? .verified : .notMade)
    // The certificate as its own issuer: the rules on both read what came from outside.
    let issuer = options.contains(.issuer) ? IssuerFacts(certificate: tbs, publicKey: content.subjectKey) : nil
    _ = CertificateLint.policy(namedBy: tbs)
    let terms = JudgingTerms(
      baseline: options.contains(.newest) ? .etsi2026 : .cir2025,
      houseRules: options.contains(.house) ? .enforced : .advisory)
    let evaluation = CertificateLint.evaluate(content, form: form, issuer: issuer, under: terms)
    try check(evaluation.findings)
    return true
  }

  private struct Options: OptionSet {
    let rawValue: UInt8

    static let demo = Options(rawValue: 1)
    static let now = Options(rawValue: 2)
    static let verified = Options(rawValue: 4)
    static let issuer = Options(rawValue: 8)
    static let house = Options(rawValue: 16)
    static let newest = Options(rawValue: 32)
  }

  private static let purposes: [CertificatePurpose] =
    CertificatePolicy.allCases.map { .subject($0) } + [.rootCA, .issuingCA, .ocspResponder]

  /// 2026-11-20.
  private static let now = Instant(seconds: 1_795_132_800)

  private static func key(_ info: SubjectPublicKeyInfo) -> KeyFacts {
    if let facts = try? KeyFacts(info) { return facts }
    return KeyFacts(
      kind: .other(dottedOID: "\(info.algorithm.algorithm)"), spki: info.derBytes,
      spkiSHA256: Hash.digest(info.derBytes))
  }
}
