import DER
import Evidence
import TestSupport
import Testing
import X509

@testable import PolicyGates

@Suite struct CAReadingIsWhatIsSignedTests {
  @Test func `passes: the same bytes`() throws {
    #expect(try judge(CAReadingIsWhatIsSigned(), SampleCAEvidence(.root).evidence()) == .passes)
  }

  @Test func `fails: other bytes`() throws {
    #expect(
      try judge(CAReadingIsWhatIsSigned(), otherBytes())
        == .fails(["tbsCertificate is a reading of other bytes, must be a reading of exactly the bytes to be signed"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [SampleCAEvidence(.root).evidence(), SampleCAEvidence(.issuing).evidence()] {
      #expect(try judge(CAReadingIsWhatIsSigned(), sample) == .passes)
    }
  }
}

private func otherBytes() throws -> CACertificateEvidence {
  var sample = SampleCAEvidence(.root)
  sample.tbsBytes = [0x30, 0x00]
  return try sample.evidence()
}
