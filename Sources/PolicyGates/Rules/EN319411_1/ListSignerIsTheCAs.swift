internal import X509

/// A list is signed by the CA, or by whom it designated: with a certificate of its own, in its own name.
struct ListSignerIsTheCAs: Rule {
  static let metadata = RuleMetadata(
    id: "etsi.en_319_411_1.css-6-3-9-08.list_signer", source: .en319411part1("CSS-6.3.9-08"), scope: .certificateList,
    duties: [.s6])

  func check(_ evidence: CAListEvidence) -> [Violation] {
    let signer = evidence.signer
    let isDesignated =
      signer.isDelegated(by: evidence.issuer)
      && signer.certificate.subject.derBytes == evidence.issuer.subject.derBytes
    return .unless(
      evidence.isTheCAs || isDesignated, "signer.certificate", found: "\(signer.certificate.subject)",
      required: "the CA, or a certificate in its name that its key signed")
  }
}
