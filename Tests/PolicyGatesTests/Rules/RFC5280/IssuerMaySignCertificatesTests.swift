import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct IssuerMaySignCertificatesTests {
  @Test func `passes: keyCertSign`() throws {
    #expect(try judge(IssuerMaySignCertificates(), chain()) == .passes)
  }

  @Test func `fails: a CA for CRLs only`() throws {
    #expect(
      try judge(IssuerMaySignCertificates(), chain(issuer: { $0.set(KeyUsage.cRLSign, critical: true) }))
        == .fails(["issuer.extensions.keyUsage is cRLSign, must be keyCertSign"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [chain(), caChain()] { #expect(try judge(IssuerMaySignCertificates(), sample) == .passes) }
  }
}
