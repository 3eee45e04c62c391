import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ExtensionsAreWellFormedTests {
  @Test func `passes: extensions that can be read`() throws {
    #expect(try judge(ExtensionsAreWellFormed(), subject()) == .passes)
  }

  @Test func `fails: distribution points that are none`() throws {
    #expect(
      try judge(ExtensionsAreWellFormed(), subject { $0.damage(CRLDistributionPoints.self) })
        == .fails([
          "extensions.cRLDistributionPoints is CRLDistributionPoints: offset 0: found NULL (primitive), "
            + "required SEQUENCE (constructed), must be the DER of its definition"
        ]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(ExtensionsAreWellFormed(), sample) == .passes)
    }
  }
}
