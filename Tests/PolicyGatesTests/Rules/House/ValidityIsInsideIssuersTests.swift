import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ValidityIsInsideIssuersTests {
  @Test func `passes: inside`() throws {
    #expect(try judge(ValidityIsInsideIssuers(), chain()) == .passes)
  }

  @Test func `fails: a second longer than the CA's`() throws {
    #expect(
      try judge(ValidityIsInsideIssuers(), chain { $0.notAfter = Sample.time("2034-11-20T11:30:00Z") })
        == .fails([
          "validity is 2026-11-20T12:00:00Z to 2034-11-20T11:30:00Z, must be within the CA's, "
            + "2026-11-20T11:30:00Z to 2034-11-20T11:29:59Z"
        ]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [chain(), caChain()] { #expect(try judge(ValidityIsInsideIssuers(), sample) == .passes) }
  }
}
