internal import X509

/// A responder's certificate tells verifiers that they need not ask about it. EN 319 411-1 CSS-6.6.3-01A says should.
struct AnswerResponderSaysNoCheck: Rule {
  static let metadata = RuleMetadata(
    id: "cabf.tls_br.4-9-9.no_check_missing", source: .baselineRequirements("4.9.9, 7.1.2.8.6"), scope: .statusAnswer)

  func applies(to evidence: OCSPAnswerEvidence) -> Bool { !evidence.isTheCAs && evidence.isForWebsites }

  func check(_ evidence: OCSPAnswerEvidence) -> [Violation] {
    .unless(
      evidence.signer.certificate.extensions.contains { $0.oid == OCSPNoCheck.oid }, "signer.extensions.ocspNoCheck",
      found: "absent", required: "present")
  }
}
