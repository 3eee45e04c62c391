internal import Evidence

/// The key is on no list of keys whose private halves are known, such as those of Debian's OpenSSL (CVE-2008-0166). The
/// operator supplies the lists.
struct KeyIsNotPublished: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.any.published", source: .baselineRequirements("6.1.1.3 (4), 4.9.1.1"))

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.published, required: "a key on no such list")
  }
}
