import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct IssuerIsValidTests {
  @Test func `passes: a CA certificate in force`() throws {
    #expect(try judge(IssuerIsValid(), chain()) == .passes)
  }

  @Test func `fails: one that has ended`() throws {
    #expect(
      try judge(IssuerIsValid(), chain(issuer: { $0.notAfter = Sample.time("2026-11-20T11:59:59Z") }))
        == .fails([
          "issuer.validity is 2026-11-20T11:30:00Z to 2026-11-20T11:59:59Z, must be valid at "
            + "2026-11-20T12:00:00Z"
        ]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [chain(), caChain()] { #expect(try judge(IssuerIsValid(), sample) == .passes) }
  }
}
