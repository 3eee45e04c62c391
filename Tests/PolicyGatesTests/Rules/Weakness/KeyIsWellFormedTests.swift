import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyIsWellFormedTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(KeyIsWellFormed(), subject { $0.key = .subject }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.subject.weak(.published, "another")
    #expect(try judge(KeyIsWellFormed(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.subject.weak(.malformed, "expected 32 bytes")
    #expect(
      try judge(KeyIsWellFormed(), subject { $0.key = key })
        == .fails(["subjectPublicKeyInfo is expected 32 bytes, must be a well-formed key in its canonical encoding"]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(KeyIsWellFormed(), sample) == .passes)
    }
  }
}
