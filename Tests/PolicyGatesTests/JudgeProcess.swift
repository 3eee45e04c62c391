import DER
import Evidence
import PolicyGates
import TestSupport
import X509

/// A complete application beside its certificate, one thing changed.
func process(
  _ policy: CertificatePolicy = .qcpNQSCD, _ change: (inout SampleProcess) -> Void = { _ in }
) throws -> ProcessFacts {
  var sample = SampleProcess(policy)
  change(&sample)
  return try sample.facts()
}

extension SampleProcess {
  /// Puts a domain name into the certificate.
  mutating func name(_ domain: String) {
    certificate.set(SubjectAlternativeName([.dnsName(domain)]))
    bind()
  }
}

extension ServiceDescription {
  /// Changes all terms of the practices.
  private mutating func terms(_ change: (TermsVersion) -> TermsVersion) {
    guard let old = practices else { return }
    practices = Practices(
      methods: old.methods, terms: old.terms.map(change), reuseDays: old.reuseDays, acceptanceDays: old.acceptanceDays,
      listCheckDays: old.listCheckDays, registrationAuthorities: old.registrationAuthorities)
  }

  mutating func requireDevice() {
    terms { terms in
      var terms = terms
      terms.requiresDevice = true
      return terms
    }
  }

  mutating func sayNothingOfQualified() {
    terms { terms in
      var terms = terms
      terms.statesEUQualified = false
      return terms
    }
  }
}
