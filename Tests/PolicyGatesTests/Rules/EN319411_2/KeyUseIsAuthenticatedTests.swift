import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyUseIsAuthenticatedTests {
  @Test func `passes: any authentication`() throws {
    for value in [UserAuthentication.once, .always, .policy] {
      #expect(
        try judge(KeyUseIsAuthenticated(), origin { $0.control.userAuthentication = Stated(value, "pin") }) == .passes)
    }
  }

  @Test func `fails: none, whatever the demand`() throws {
    for demand in [OriginDemand.origin, .secureDevice, .qscd, .caKey] {
      #expect(
        try judge(
          KeyUseIsAuthenticated(), origin(demand: demand) { $0.control.userAuthentication = Stated(.none, "pin") })
          == .fails([
            "attestation.control.userAuthentication is none (sample pin), must be that of a person before the key signs"
          ]))
    }
  }

  @Test func `does not apply: the evidence says nothing of it`() throws {
    #expect(try judge(KeyUseIsAuthenticated(), origin()) == .doesNotApply)
  }
}
