import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct UniqueIdentifiersAreAbsentTests {
  @Test func `passes: no unique identifier`() throws {
    #expect(try judge(UniqueIdentifiersAreAbsent(), subject()) == .passes)
  }

  @Test func `fails: a unique identifier of the issuer`() throws {
    #expect(
      try judge(UniqueIdentifiersAreAbsent(), subject { $0.issuerUniqueID = BitString(bytes: [1]) })
        == .fails(["issuerUniqueID is present, must be absent"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(UniqueIdentifiersAreAbsent(), sample) == .passes)
    }
  }
}
