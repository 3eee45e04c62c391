import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

/// A register with one policy of the TSP's own, built on QCP-n-qscd.
func tspRegister(
  from: Instant = Instant("2026-01-01") ?? Sample.now, until: Instant? = nil
) -> PolicyRegister {
  PolicyRegister([
    PolicyRegister.Entry(
      oid: "1.3.6.1.4.1.99999.1", base: .qcpNQSCD, cpVersion: "1.0", cpsVersion: "2.0",
      cpSHA256: SampleKey.root.facts.spkiSHA256, from: from, until: until)
  ])
}

/// A certificate that names one policy only.
func tspCertificate(
  _ policy: CertificatePolicy = .qcpNQSCD, oid: String = "1.3.6.1.4.1.99999.1",
  register: PolicyRegister? = tspRegister()
) throws -> CertificateContent {
  var sample = SampleCertificate.subject(policy)
  sample.set(CertificatePolicies([PolicyInformation(try #require(ObjectIdentifier(oid)))]))
  return CertificateContent(
    purpose: .subject(policy), tbs: try sample.tbs(), subjectKey: sample.key.facts, demo: false,
    issuedAt: Sample.now, policyRegister: register)
}
