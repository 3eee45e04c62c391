import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct IssuerNameMatchesTests {
  @Test func `passes: the CA's name`() throws {
    #expect(try judge(IssuerNameMatches(), chain()) == .passes)
  }

  @Test func `fails: another name`() throws {
    #expect(
      try judge(IssuerNameMatches(), chain { $0.issuer = Sample.rootName })
        == .fails([
          "issuer is CN=Example Root CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE, "
            + "must be byte for byte the CA's subject, CN=Example Issuing "
            + "CA,organizationIdentifier=NTRDE-HRB123456,O=Example Trust GmbH,C=DE"
        ]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [chain(), caChain()] { #expect(try judge(IssuerNameMatches(), sample) == .passes) }
  }
}
