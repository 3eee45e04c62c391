import Evidence
import TestSupport
import Testing

@testable import PolicyGates

@Suite struct KeyIsNotPublishedTests {
  @Test func `passes: a key without a weakness`() throws {
    #expect(try judge(KeyIsNotPublished(), subject { $0.key = .subject }) == .passes)
  }

  @Test func `passes: a key with another weakness`() throws {
    let key = SampleKey.subject.weak(.malformed, "another")
    #expect(try judge(KeyIsNotPublished(), subject { $0.key = key }) == .passes)
  }

  @Test func `fails: a key with this weakness`() throws {
    let key = SampleKey.subject.weak(.published, "debian-2048, listed 2026-01-01 after CVE-2008-0166")
    #expect(
      try judge(KeyIsNotPublished(), subject { $0.key = key })
        == .fails([
          "subjectPublicKeyInfo is debian-2048, listed 2026-01-01 after CVE-2008-0166, must be a key on no such list"
        ]))
  }

  @Test func `does not apply to nothing: all valid samples are judged, and pass`() throws {
    for sample in try [subject(), shortTerm(), issuingCA(), rootCA()] {
      #expect(try judge(KeyIsNotPublished(), sample) == .passes)
    }
  }
}
