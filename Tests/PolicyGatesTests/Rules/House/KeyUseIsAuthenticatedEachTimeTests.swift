import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyUseIsAuthenticatedEachTimeTests {
  @Test func `passes: before each signature`() throws {
    #expect(
      try judge(KeyUseIsAuthenticatedEachTime(), origin { $0.control.userAuthentication = Stated(.always, "pin") })
        == .passes)
  }

  @Test func `fails: once for a session, in a device that its user keeps`() throws {
    for demand in [OriginDemand.secureDevice, .qscd] {
      #expect(
        try judge(
          KeyUseIsAuthenticatedEachTime(),
          origin(demand: demand) { $0.control.userAuthentication = Stated(.once, "pin") })
          == .fails([
            "attestation.control.userAuthentication is once (sample pin), must be always: before each signature"
          ]))
    }
  }

  @Test func `does not apply: a device that a provider manages, or no demand for a device`() throws {
    let managed = origin {
      $0.control.userAuthentication = Stated(.once, "pin")
      $0.device?.management = .qtsp
    }
    #expect(try judge(KeyUseIsAuthenticatedEachTime(), managed) == .doesNotApply)
    let alone = origin(demand: .origin) { $0.control.userAuthentication = Stated(.once, "pin") }
    #expect(try judge(KeyUseIsAuthenticatedEachTime(), alone) == .doesNotApply)
  }
}
