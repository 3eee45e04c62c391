import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct RequestHasNoUnjudgedMembersTests {
  @Test func `passes: none of them`() throws {
    #expect(try judge(RequestHasNoUnjudgedMembers(), evidence()) == .passes)
  }

  @Test func `fails: a previous certificate`() throws {
    #expect(
      try judge(RequestHasNoUnjudgedMembers(), evidence { $0.previousCertificate = [1] })
        == .fails(["previousCertificate is present, must be absent, as this build has no rules for it"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [evidence(), evidence(.qcpN)] {
      #expect(try judge(RequestHasNoUnjudgedMembers(), sample) == .passes)
    }
  }
}
