import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct IssuerIsNamedTests {
  @Test func `passes: country, organisation and common name`() throws {
    #expect(try judge(IssuerIsNamed(), issuingCA()) == .passes)
  }

  @Test func `fails: two organisations`() throws {
    #expect(
      try judge(IssuerIsNamed(), subject { $0.issuer.append(Sample.attribute(.organizationName, "Other")) })
        == .fails(["issuer.organizationName is 2 of them, must be one"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(IssuerIsNamed(), sample) == .passes)
    }
  }
}
