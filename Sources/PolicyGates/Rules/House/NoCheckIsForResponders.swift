internal import DER
internal import X509

/// Only a responder may say that nobody need check it: on any other certificate it takes revocation away.
struct NoCheckIsForResponders: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.house.profile.no_check_elsewhere", source: .rfc6960("4.2.2.2.1", house: true),
    scope: [.subjects, .cas])

  func check(_ content: CertificateContent) -> [Violation] {
    .unless(
      !content.tbs.extensions.contains { $0.oid == OCSPNoCheck.oid }, "extensions.ocspNoCheck", found: "present",
      required: "absent from what is no responder's")
  }
}
