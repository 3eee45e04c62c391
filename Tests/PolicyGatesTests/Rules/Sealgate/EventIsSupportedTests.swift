import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct EventIsSupportedTests {
  @Test func `passes: a first issuance`() throws {
    #expect(try judge(EventIsSupported(), evidence()) == .passes)
  }

  @Test func `fails: a renewal`() throws {
    #expect(
      try judge(EventIsSupported(), evidence { $0.event = .renewal })
        == .fails(["event is renewal, must be an event that this build has rules for: initial"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [evidence(), evidence(.qcpN)] { #expect(try judge(EventIsSupported(), sample) == .passes) }
  }
}
