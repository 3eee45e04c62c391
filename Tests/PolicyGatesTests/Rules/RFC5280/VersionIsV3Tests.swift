import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct VersionIsV3Tests {
  @Test func `passes: version 3`() throws {
    #expect(try judge(VersionIsV3(), subject()) == .passes)
  }

  @Test func `fails: version 1`() throws {
    #expect(
      try judge(
        VersionIsV3(),
        subject {
          $0.version = .v1
          $0.extensions = []
        })
        == .fails(["version is v1, must be v3"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(VersionIsV3(), sample) == .passes)
    }
  }
}
