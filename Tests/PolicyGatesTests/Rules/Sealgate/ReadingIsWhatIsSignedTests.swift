import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct ReadingIsWhatIsSignedTests {
  @Test func `passes: the same bytes`() throws {
    #expect(try judge(ReadingIsWhatIsSigned(), evidence()) == .passes)
  }

  @Test func `fails: other bytes`() throws {
    #expect(
      try judge(ReadingIsWhatIsSigned(), evidence { $0.tbsBytes = [0x30, 0x00] })
        == .fails(["tbsCertificate is a reading of other bytes, must be a reading of exactly the bytes to be signed"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [evidence(), evidence(.qcpN)] { #expect(try judge(ReadingIsWhatIsSigned(), sample) == .passes) }
  }
}
