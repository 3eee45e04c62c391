import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct IssuerPathLengthAllowsCATests {
  @Test func `passes: a root without path length`() throws {
    #expect(try judge(IssuerPathLengthAllowsCA(), caChain()) == .passes)
  }

  @Test func `fails: a root with path length 0`() throws {
    #expect(
      try judge(
        IssuerPathLengthAllowsCA(),
        caChain(issuer: { $0.set(BasicConstraints(isCA: true, pathLength: 0), critical: true) }))
        == .fails(["issuer.extensions.basicConstraints is path length 0, must be room for a CA below"]))
  }

  @Test func `fails: a CA that has a certificate already, under an issuer with path length 0`() throws {
    let chain = try planned(.cross) {
      $0.evidence.issuer?.set(BasicConstraints(isCA: true, pathLength: 0), critical: true)
    }.chain
    #expect(
      try judge(IssuerPathLengthAllowsCA(), chain)
        == .fails(["issuer.extensions.basicConstraints is path length 0, must be room for a CA below"]))
  }

  @Test func `does not apply: a subject below a CA with path length 0`() throws {
    #expect(try judge(IssuerPathLengthAllowsCA(), chain()) == .doesNotApply)
  }
}
