import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct IssuerIsCATests {
  @Test func `passes: a CA`() throws {
    #expect(try judge(IssuerIsCA(), chain()) == .passes)
  }

  @Test func `fails: no CA`() throws {
    #expect(
      try judge(IssuerIsCA(), chain(issuer: { $0.remove(BasicConstraints.self) }))
        == .fails(["issuer.extensions.basicConstraints is not a CA, must be cA true"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [chain(), caChain()] { #expect(try judge(IssuerIsCA(), sample) == .passes) }
  }
}
