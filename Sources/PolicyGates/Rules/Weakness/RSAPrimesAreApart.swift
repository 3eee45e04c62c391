internal import Evidence

/// Two primes that are close are found by Fermat's method within a hundred rounds.
struct RSAPrimesAreApart: Rule {
  static let metadata = RuleMetadata(
    id: "sealgate.weakness.rsa.close_primes", source: .cve("CVE-2022-26320", "(2022-03)", "CA/B BR 6.1.1.3"))

  func applies(to content: CertificateContent) -> Bool { content.subjectKey.isRSA }

  func check(_ content: CertificateContent) -> [Violation] {
    content.subjectKey.violations(.closePrimes, required: "primes that a hundred rounds of Fermat's method do not find")
  }
}
